import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { connectAsOwner } from '@iexec-sim/client/owner'
import { bellecour } from '@iexec-sim/protocol'
import { defaultConfig, startNetwork } from '@iexec-sim/stack'
import { expect, it } from 'vitest'
import { SCENARIO_IMAGE } from './support/images.ts'
import { leftovers } from './support/leftovers.ts'

const KEEPER = fileURLToPath(new URL('support/measure-for-ever.ts', import.meta.url))

async function imageId(): Promise<string> {
  await using owned = connectAsOwner('testing')
  return (await owned.engine.requireImage(SCENARIO_IMAGE)).id
}

/**
 * Starts a process that looks into an image as a command does, and resolves when its container is
 * there.
 */
async function measuring() {
  const child = spawn(process.execPath, ['--conditions', 'development', KEEPER, await imageId()], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  for await (const id of createInterface({ input: child.stdout })) return { child, id }
  throw new Error('it ended before it had a container')
}

const startAndStop = async () => {
  const ports = Object.fromEntries(Object.keys(bellecour.ports).map((name) => [name, 0]))
  await (await startNetwork({ ...defaultConfig(bellecour), ports })).close()
}

it('the start of a network sweeps the container of a killed command, and keeps that of a running one', async () => {
  const [killed, running] = [await measuring(), await measuring()]
  try {
    expect(killed.id).not.toBe(running.id)
    killed.child.kill('SIGKILL')
    await once(killed.child, 'exit')
    expect(await leftovers(killed.id)).toHaveLength(1)
    await startAndStop()
    expect(await leftovers(killed.id)).toEqual([])
    expect(await leftovers(running.id)).toHaveLength(1)
  } finally {
    running.child.kill('SIGKILL')
    await once(running.child, 'exit')
    await startAndStop()
  }
  expect(await leftovers(running.id)).toEqual([])
})

it('a command that ends leaves nothing', async () => {
  const image = await imageId()
  const owned = connectAsOwner('cli')
  await owned.engine.exportImage(image, async (archive) => {
    expect(await leftovers(owned.engine.network)).toHaveLength(1)
    archive.destroy()
  })
  await owned[Symbol.asyncDispose]()
  expect(await leftovers(owned.engine.network)).toEqual([])
})
