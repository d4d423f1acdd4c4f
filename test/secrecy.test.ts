import { execFileSync } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import { findNetwork } from '@iexec-sim/client'
import Docker from 'dockerode'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { CliNetwork } from './support/cli.ts'
import { SCENARIO_IMAGE } from './support/images.ts'
import { sleepingRun } from './support/sleeping-run.ts'

/** A value that stands nowhere by chance. */
const canary = `canary-${randomBytes(12).toString('hex')}`
const docker = new Docker()

const network = new CliNetwork()
beforeAll(() => network.up('--log-level', 'debug'))
afterAll(() => network[Symbol.asyncDispose]())

/** Files below a folder that hold the canary. */
function filesWithCanary(folder: string): string[] {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) =>
    entry.isFile(),
  )
  return files
    .map((entry) => join(entry.parentPath, entry.name))
    .filter((path) => readFileSync(path).includes(canary))
}

describe('a requester secret', () => {
  it("is in the app's container while it runs, and nowhere else at any time", async () => {
    await network.cli(['secret', 'push', 'canary', '--tee', 'scone'], { input: canary })
    const run = await sleepingRun(network.dir, '--secret', '1=canary')
    const app = await appContainer()
    expect((await app.inspect()).Config.Env).toContain(`IEXEC_REQUESTER_SECRET_1=${canary}`)

    const others = (await docker.listContainers({ all: true })).filter(({ Id }) => Id !== app.id)
    for (const { Id } of others) {
      const inspected = await docker
        .getContainer(Id)
        .inspect()
        .catch(() => ({}))
      expect(JSON.stringify(inspected)).not.toContain(canary)
    }
    expect(execFileSync('ps', ['-eo', 'args'], { encoding: 'utf8' })).not.toContain(canary)
    expect(filesWithCanary(network.dir)).toEqual([])

    await network.cli(['down'])
    run.kill()
    expect(run.printed()).not.toContain(canary)
    expect(filesWithCanary(network.dir)).toEqual([])
    await network.up('--log-level', 'debug')
  })

  it('is absent from snapshots, saved or exported, and from the keys beside them', async () => {
    const file = join(network.dir, 'away.snapshot')
    await network.json(['snapshot', 'save', 'with-secret'])
    await network.json(['snapshot', 'export', file, '--keys'])
    expect(filesWithCanary(network.dir)).toEqual([])
    expect(gunzipSync(readFileSync(file)).includes(canary)).toBe(false)
    const { controlToken } = findNetwork(network.dir)
    for (const path of [file, `${file}.keys`])
      expect(readFileSync(path).includes(controlToken)).toBe(false)
    const key = Object.values(
      JSON.parse(readFileSync(`${file}.keys`, 'utf8')) as Record<string, string>,
    )[0]!
    expect(gunzipSync(readFileSync(file)).includes(Buffer.from(key, 'base64'))).toBe(false)
  })

  it('leaves no trace in the state folder, the logs or the engine after its network has ended', async () => {
    const task = ['run', SCENARIO_IMAGE, '--tag', 'tee,scone', '--args', 'ok']
    await network.json([...task, '--secret', '1=canary'])
    await network.cli(['down'])
    expect(filesWithCanary(network.dir)).toEqual([])
    const { DockerRootDir } = (await docker.info()) as { DockerRootDir: string }
    const found = execFileSync(
      'sh',
      ['-c', `grep -rlF -- "$CANARY" "$ROOT/containers" "$ROOT/volumes" 2>/dev/null || true`],
      { env: { ...process.env, CANARY: canary, ROOT: DockerRootDir }, encoding: 'utf8' },
    )
    expect(found).toBe('')
  })
})

/** The container of the task that runs on this network. */
async function appContainer(): Promise<Docker.Container> {
  const { id } = JSON.parse(readFileSync(join(network.dir, 'identity.json'), 'utf8')) as {
    id: string
  }
  const filters = {
    label: [`io.iexec-sim.network=${id}`, 'io.iexec-sim.role=task'],
    status: ['running'],
  }
  const events = (await docker.getEvents({
    filters: { label: [`io.iexec-sim.network=${id}`, 'io.iexec-sim.role=task'], event: ['start'] },
  })) as NodeJS.ReadableStream & { destroy(): void }
  try {
    const [running] = await docker.listContainers({ filters })
    if (running) return docker.getContainer(running.Id)
    const started = await new Promise<string>((resolve) =>
      events.once('data', (chunk) => resolve((JSON.parse(String(chunk)) as { id: string }).id)),
    )
    return docker.getContainer(started)
  } finally {
    events.destroy()
  }
}
