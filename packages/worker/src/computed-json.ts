import { lstatSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

/** Longest `computed.json` that is read, bytes: callback data makes it long, nothing makes it longer than this. */
const MOST_BYTES = 1024 ** 2

/** Text of the `computed.json` an app left; `undefined` when there is none that could be read. */
export function readComputedJson(outputDir: string): string | undefined {
  const path = join(outputDir, 'computed.json')
  const found = lstatSync(path, { throwIfNoEntry: false })
  return found?.isFile() && found.size <= MOST_BYTES ? readFileSync(path, 'utf8') : undefined
}
