import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

const root = join(import.meta.dirname, '../..')

/**
 * Writes a page that a script makes. When the script was started with --check it writes nothing,
 * and ends with 1 when the page is not current.
 * @param page path of the page in the repository
 * @param command script that makes it, with its arguments
 */
export function writtenPage(page: string, text: string, command: string): void {
  const file = join(root, page)
  if (!process.argv.includes('--check')) writeFileSync(file, text)
  else if (readFileSync(file, 'utf8') !== text) {
    console.error(`${page} is not current. Run "node scripts/${command}".`)
    process.exitCode = 1
  }
}
