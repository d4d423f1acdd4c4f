import { createHash } from 'node:crypto'
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

/**
 * A page without inline scripts and styles, as its content security policy wants: each script is
 * written to a file of its own below `folder`, and the page leads to it.
 */
export function withoutInline(html: string, folder: string, base: string): string {
  return html
    .replace(
      /<script((?![^>]*\bsrc=)[^>]*)>([\s\S]+?)<\/script>/g,
      (_, attributes: string, script: string) => {
        const name = `${createHash('sha256').update(script).digest('hex').slice(0, 12)}.js`
        mkdirSync(join(folder, 'assets'), { recursive: true })
        writeFileSync(join(folder, 'assets', name), script)
        return `<script${attributes} src="${base}assets/${name}"></script>`
      },
    )
    .replace(/(<[^>]+?) style="[^"]*"/g, '$1')
}
