import { randomBytes } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach } from 'vitest'
import { connectEngine, type Engine } from '../src/engine.ts'
import type { ContainerRun, RunOptions } from '../src/run.ts'
import type { Slot } from '../src/slot.ts'
import type { ContainerSpec } from '../src/spec.ts'

/** Name of the image whose containers run the Python programs of these tests. */
export const PYTHON_IMAGE = 'iexec-sim/base-python'

/** An engine of a simulated network of its own, closed after the file's tests. */
export function testEngine(): Engine {
  const engine = connectEngine({ network: `test-${randomBytes(4).toString('hex')}` })
  afterAll(() => engine.close())
  return engine
}

/** Runs Python programs in containers of one engine. */
export function pythonRunner(engine: Engine) {
  return async (
    program: string,
    spec: Partial<ContainerSpec> = {},
    options: RunOptions = {},
  ): Promise<ContainerRun> => {
    const { id } = await engine.requireImage(PYTHON_IMAGE)
    const args = ['python3', '-c', program]
    return engine.runContainer(
      { imageId: id, args, environment: {}, timeLimitMs: 60_000, ...spec },
      options,
    )
  }
}

/** A slot without stand-ins. */
export function openPlainSlot(engine: Engine, name: string): Promise<Slot> {
  const services = engine.startSlotServices({
    namesImage: 'iexec-sim/names',
    trustedCertificates: '',
    standIns: [],
  })
  return engine.openSlot({ name, services })
}

/** Folders made on request and removed after each test. */
export function temporaryFolders(): () => Promise<string> {
  const made: string[] = []
  afterEach(async () => {
    for (const dir of made.splice(0)) await rm(dir, { recursive: true, force: true })
  })
  return async () => {
    const dir = await mkdtemp(join(tmpdir(), 'iexec-sim-engine-'))
    made.push(dir)
    return dir
  }
}
