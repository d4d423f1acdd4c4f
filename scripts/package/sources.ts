import { writeFileSync } from 'node:fs'
import { join, relative } from 'node:path'

/** Name of the file in `dist/` that lists what it was made of. */
export const SOURCES_FILE = 'sources.json'

/**
 * Lists the files a bundle was made of, relative to `dist/`. The command of a clone runs the bundle
 * while none of them is newer than this list.
 */
export function writeSources(dist: string, files: readonly string[]): void {
  const paths = [...new Set(files)].sort().map((file) => relative(dist, file))
  writeFileSync(join(dist, SOURCES_FILE), `${JSON.stringify(paths)}\n`)
}
