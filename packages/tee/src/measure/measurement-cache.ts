import { mkdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { writeWholeFile } from '@iexec-sim/base'

const HASH = /^[0-9a-f]{64}$/

/**
 * Hashes of what images contain, by content id: an id never comes to mean other content, so an
 * entry never grows old. Kept in memory and, when there is a folder, on disk.
 */
export class MeasurementCache {
  readonly #dir: string | undefined
  readonly #known = new Map<string, Promise<string>>()

  /**
   * @param dir Folder of the entries, private to the user. Without one they last as long as the
   * process.
   */
  constructor(dir?: string) {
    this.#dir = dir
  }

  /**
   * The hash of an image's content; `measure` is called when it is not known. Concurrent calls
   * share one measurement.
   */
  get(imageId: string, measure: () => Promise<string>): Promise<string> {
    const known = this.#known.get(imageId)
    if (known) return known
    const measuring = this.#read(imageId).then((hash) => hash ?? this.#measure(imageId, measure))
    this.#known.set(imageId, measuring)
    measuring.catch(() => this.#known.delete(imageId))
    return measuring
  }

  async #measure(imageId: string, measure: () => Promise<string>): Promise<string> {
    const hash = await measure()
    await this.#write(imageId, hash)
    return hash
  }

  async #read(imageId: string): Promise<string | undefined> {
    if (this.#dir === undefined) return undefined
    const hash = await readFile(this.#path(imageId), 'utf8').catch(() => '')
    return HASH.test(hash) ? hash : undefined // absent or cut short: measured again
  }

  async #write(imageId: string, hash: string): Promise<void> {
    if (this.#dir === undefined) return
    await mkdir(this.#dir, { recursive: true, mode: 0o700 })
    writeWholeFile(this.#path(imageId), hash)
  }

  #path(imageId: string): string {
    return join(this.#dir!, imageId.replace(/\W/g, '-'))
  }
}
