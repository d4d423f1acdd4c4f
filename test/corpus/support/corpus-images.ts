import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type PreparedImage, prepareImage } from '@iexec-sim/client/requester'
import { connectEngine } from '@iexec-sim/docker'
import type { TeeFramework } from '@iexec-sim/protocol'
import { buildOnce } from '../../support/content-tag.ts'
import type { CaseFile } from './case-file.ts'
import { loadForeignImage } from './foreign-image.ts'

/**
 * The images of all cases: each is built once, and prepared once for each framework, for any
 * network it runs in.
 */
export class CorpusImages implements AsyncDisposable {
  readonly engine = connectEngine({ network: 'corpus-tools' })
  readonly #dir = mkdtempSync(join(tmpdir(), 'iexec-sim-corpus-images-'))
  readonly #done = new Map<string, Promise<unknown>>()

  /** The image of a case, as an app of a framework. */
  async of(one: CaseFile, framework: TeeFramework | undefined): Promise<PreparedImage> {
    const image = await this.#built(one)
    return this.#once(`${image} ${framework}`, () =>
      prepareImage(this.engine, this.#dir, image, framework),
    )
  }

  #built(one: CaseFile): Promise<string> {
    const shared = one.script ? 'script' : one.argv ? 'argv' : undefined
    const folder = shared ? join(one.dir, `../support/${shared}-app`) : one.dir
    const name = `iexec-sim-test/corpus-${shared ?? one.name}`
    return this.#once(name, async () => {
      if (!one.architecture) return buildOnce(this.engine, name, folder)
      await loadForeignImage(name, one.architecture)
      return name
    })
  }

  #once<T>(key: string, work: () => Promise<T>): Promise<T> {
    const done = (this.#done.get(key) as Promise<T> | undefined) ?? work()
    this.#done.set(key, done)
    return done
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.engine.close()
    rmSync(this.#dir, { recursive: true, force: true })
  }
}
