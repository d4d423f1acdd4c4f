import { ask } from '@iexec-sim/base'

/** A question of the built-in stand-in about a file, by a number of its own. */
export interface ContentQuestion {
  /** Number of the file. */
  id: number
  /** Path of a file to open, `/ipfs/<cid>[/path]`. */
  find?: string
  /** `GET` or `HEAD`. */
  method?: string
  /** Asks for the next bytes of an open file. */
  more?: true
  /** Gives an open file up. */
  end?: true
}

const PATH = /^\/ipfs\/[A-Za-z0-9]+(\/.*)?$/
/** Headers of the gateway that tasks see. */
const HEADERS = ['content-type', 'content-length', 'etag', 'x-ipfs-path', 'cache-control']
/** Files that may be open at once. */
const MAX_FILES = 64

/**
 * Reads content from the network's gateway for the stand-in that tasks reach under the official
 * names. It asks for content by its CID and for nothing else, and gets the next bytes only when it
 * asks for them.
 */
export class ContentLines {
  readonly #gatewayUrl: string
  readonly #open = new Map<number, AsyncIterator<Uint8Array>>()

  constructor(gatewayUrl: string) {
    this.#gatewayUrl = gatewayUrl
  }

  /** The answer to a question; `undefined` when none is expected. */
  async answer({ id, find, method, more, end }: ContentQuestion): Promise<object | undefined> {
    if (find !== undefined) return { id, ...(await this.#find(id, find, method)) }
    if (more) return { id, ...(await this.#next(id)) }
    if (end) await this.#close(id)
    return undefined
  }

  async #find(id: number, path: string, method = 'GET'): Promise<object> {
    await this.#close(id)
    const url = new URL(this.#gatewayUrl)
    url.pathname = path
    // Dots would lead elsewhere.
    if (!PATH.test(path) || url.pathname !== path || !['GET', 'HEAD'].includes(method))
      return { status: 404 }
    if (this.#open.size >= MAX_FILES) return { status: 503 }
    try {
      const response = await ask(url, { method, accept: 'any' })
      if (response.body) this.#open.set(id, response.body[Symbol.asyncIterator]())
      const headers = HEADERS.map((name) => [name, response.headers.get(name)] as const)
      return {
        status: response.status,
        headers: Object.fromEntries(headers.filter(([, value]) => value !== null)),
      }
    } catch {
      return { status: 502 }
    }
  }

  async #next(id: number): Promise<object> {
    try {
      const { value } = (await this.#open.get(id)?.next()) ?? {}
      return value === undefined ? {} : { data: Buffer.from(value).toString('base64') }
    } catch {
      return { failed: true }
    }
  }

  async #close(id: number): Promise<void> {
    const file = this.#open.get(id)
    this.#open.delete(id)
    await file?.return?.().catch(() => {})
  }
}
