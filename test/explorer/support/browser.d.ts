/**
 * What functions that run in a page use of a browser. All of its library would clash with that of
 * Node.js.
 */
declare const document: {
  title: string
  readonly cookie: string
  readonly body: BrowserElement
  readonly activeElement: BrowserElement | null
  readonly documentElement: BrowserElement
  readonly fonts: { readonly ready: Promise<unknown> }
  createElement(name: string): BrowserElement
  querySelectorAll(selector: string): Iterable<BrowserElement>
}
declare const localStorage: { getItem(name: string): string | null }

interface BrowserElement {
  textContent: string | null
  readonly tagName: string
  readonly scrollWidth: number
  readonly clientWidth: number
  readonly dataset: Record<string, string | undefined>
  append(child: BrowserElement): void
  getAttribute(name: string): string | null
}
