import { utimesSync, writeFileSync } from 'node:fs'
import { join, relative } from 'node:path'

/** Name of the file in `dist/` that lists what it was made of. */
export const SOURCES_FILE = 'sources.json'

/**
 * Lists the files a bundle was made of, relative to `dist/`. The command of a clone runs the bundle
 * while none of them is newer than this list. The list has the time at which the build began: a
 * file that is edited during the build is newer.
 */
export function writeSources(dist: string, files: readonly string[], began: Date): void {
  const list = join(dist, SOURCES_FILE)
  const paths = [...new Set(files)].sort().map((file) => relative(dist, file))
  writeFileSync(list, `${JSON.stringify(paths)}\n`)
  utimesSync(list, began, began)
}
