import { randomBytes } from 'node:crypto'
import { dockerfileContext } from '@iexec-sim/docker'
import { arbitrumSepolia, encodeTag, type Hex } from '@iexec-sim/protocol'
import Docker from 'dockerode'
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest'
import { causeOf, reasonOf, ScenarioNetwork } from '../support/scenario-network.ts'

const docker = new Docker()
const TAG = encodeTag('tee,tdx')
let sim: ScenarioNetwork
let count = 0
const names: string[] = []
/** A name in the network's registry; what is named so is removed at the end. */
function registryName(): string {
  const name = `${sim.network.sheet.registry}/user/app-${count++}:v1`
  names.push(name)
  return name
}
beforeAll(async () => {
  const ports = Object.fromEntries(Object.keys(arbitrumSepolia.ports).map((name) => [name, 0]))
  sim = await ScenarioNetwork.start({ profile: arbitrumSepolia, ports })
})
afterAll(async () => {
  for (const name of names) await sim.engine.removeImage(name)
  await sim[Symbol.asyncDispose]()
})

/** Pushes as clients do, and returns the digest the engine tells then. */
async function push(name: string): Promise<string> {
  const progress = await docker.getImage(name).push({ authconfig: { username: '', password: '' } })
  await new Promise<void>((resolve, reject) =>
    docker.modem.followProgress(progress, (error) => (error ? reject(error) : resolve())),
  )
  const { digests } = await sim.engine.requireImage(name)
  const [repository] = name.split(/:v1$/)
  const { RepoDigests } = await docker.getImage(name).inspect()
  expect(RepoDigests).toContain(`${repository}@${digests.at(-1)}`)
  return digests.at(-1)!
}

/** An image with content of its own, so that pushes and removals are its alone. */
async function ownImage(name: string): Promise<void> {
  const lines = `FROM ${inject('scenarioImage')}\nLABEL random=${randomBytes(8).toString('hex')}\n`
  await sim.engine.buildImage(dockerfileContext(lines), { tag: name })
}

async function run(image: string, checksum: Hex) {
  const request = { image, tag: TAG, secrets: {}, args: 'ok' }
  const { taskId } = await sim.requester.match(request, { image, checksum })
  return sim.outcome(taskId)
}

describe('the registry and the engine', () => {
  it('push, and pull after the image was removed', async () => {
    const name = registryName()
    await ownImage(name)
    const { id } = await sim.engine.requireImage(name)
    const digest = await push(name)
    await sim.engine.removeImage(name)
    expect(await sim.engine.inspectImage(name)).toBeUndefined()
    expect((await sim.engine.pullImage(name, 60_000)).id).toBe(id)
    await sim.engine.removeImage(name)
    const pinned = name.replace(/:v1$/, `@${digest}`)
    names.push(pinned)
    expect((await sim.engine.pullImage(pinned, 60_000)).id).toBe(id)
  })

  it('build on an image that only the registry has', async () => {
    const [base, name] = [registryName(), registryName()]
    await ownImage(base)
    await push(base)
    await sim.engine.removeImage(base)
    names.push(base)
    const context = dockerfileContext(`FROM ${base}\nLABEL on=top\n`)
    const progress = await docker.buildImage(context, { t: name, pull: true })
    await new Promise<void>((resolve, reject) =>
      docker.modem.followProgress(progress, (error) => (error ? reject(error) : resolve())),
    )
    expect((await sim.engine.requireImage(name)).labels).toMatchObject({ on: 'top' })
  })
})

describe('a tdx app whose checksum is', () => {
  let name: string
  let digest: string
  beforeAll(async () => {
    name = registryName()
    await ownImage(name)
    digest = await push(name)
  })
  const hex = (of: string) => of.replace('sha256:', '0x') as Hex

  it('the digest of the pushed manifest runs', async () => {
    expect(await run(name, hex(digest))).toMatchObject({ onchain: 'COMPLETED' })
  })

  it('the content id of the image runs', async () => {
    const { id } = await sim.engine.requireImage(name)
    expect(await run(name, hex(id))).toMatchObject({ onchain: 'COMPLETED' })
  })

  it('the digest runs from a multiaddr that pins it, pulled again from the registry', async () => {
    const pinned = name.replace(/:v1$/, `@${digest}`)
    names.push(pinned)
    await sim.engine.removeImage(name)
    expect(await run(pinned, hex(digest))).toMatchObject({ onchain: 'COMPLETED' })
  })

  it('neither is refused', async () => {
    const outcome = await run(name, `0x${'ab'.repeat(32)}`)
    expect(causeOf(outcome)).toBe('APP_COMPUTE_FAILED')
    expect(reasonOf(outcome)).toContain('WRONG_FINGERPRINT')
  })
})
