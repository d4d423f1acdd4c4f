import { randomBytes } from 'node:crypto'
import type { Readable } from 'node:stream'
import { connectEngine, type Engine, type ImageInfo } from '@iexec-sim/docker'
import { pack } from 'tar-stream'
import { afterAll } from 'vitest'

/** Image test images are made from. */
const PYTHON_BASE = 'iexec-sim/base-python'

/** An engine of a simulated network of its own, closed after the file's tests. */
export function testEngine(): Engine {
  const engine = connectEngine({ network: `test-${randomBytes(4).toString('hex')}` })
  afterAll(() => engine.close())
  return engine
}

/** Content of a test image. */
export interface TestImage {
  files?: Record<string, string>
  /** Dockerfile lines after `FROM` and `COPY`. */
  lines?: string[]
  /** Time of every file. */
  mtime?: Date
}

/**
 * Builds test images and removes them, and what else is named with them, after the file's tests.
 */
export function imageBuilder(engine: Engine) {
  const names: string[] = []
  afterAll(async () => {
    for (const name of names) await engine.removeImage(name)
  })
  return {
    /** A name that is removed at the end. */
    name(): string {
      const name = `iexec-sim-test/${engine.network}-${names.length}`
      names.push(name)
      return name
    },
    /** Builds an image of files in `/app` over the Python base, without the builder's cache. */
    build({ files = {}, lines = [], mtime = new Date(0) }: TestImage): Promise<ImageInfo> {
      const archive = pack()
      const dockerfile = [`FROM ${PYTHON_BASE}`, 'COPY app /app', ...lines].join('\n')
      archive.entry({ name: 'Dockerfile', mtime }, dockerfile)
      for (const [name, text] of Object.entries(files))
        archive.entry({ name: `app/${name}`, mtime, mode: 0o644 }, text)
      archive.finalize()
      return engine.buildImage(archive as unknown as Readable, { tag: this.name(), cache: false })
    },
  }
}
