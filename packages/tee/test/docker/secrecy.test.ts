import { execFileSync } from 'node:child_process'
import { createHash, randomBytes } from 'node:crypto'
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { Secret } from '@iexec-sim/base'
import { dockerfileContext, NETWORK_LABEL, packFiles, type Slot } from '@iexec-sim/docker'
import Docker from 'dockerode'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import {
  appSession,
  type DrivenFramework,
  type EnclaveNetwork,
  openEnclaveNetwork,
} from '../support/enclave-network.ts'

const docker = new Docker()
let network: EnclaveNetwork
let slot: Slot
const tags: string[] = []

beforeAll(async () => {
  network = await openEnclaveNetwork()
  slot = await network.openSlot()
}, 60_000)
afterAll(async () => {
  for (const tag of tags) await network.engine.removeImage(tag)
  await network.close()
}, 60_000)

/** Builds an app that runs a Python program, and its TEE variant. */
async function prepareApp(framework: DrivenFramework, program: string) {
  const { engine, frameworks } = network
  const tag = `${engine.network}-app-${randomBytes(3).toString('hex')}`
  const variant = `${tag}:tee-${framework}`
  tags.push(tag, variant)
  const entrypoint = JSON.stringify(['python3', '-c', program])
  await engine.buildImage(
    dockerfileContext(`FROM iexec-sim/base-python\nENTRYPOINT ${entrypoint}\n`),
    { tag },
  )
  const prepared = await frameworks[framework].driver.prepare(engine, tag, { to: variant })
  tags.push(prepared.imageId) // its name may move on to another image
  return prepared
}

type PreparedApp = Awaited<ReturnType<typeof prepareApp>>

let runs = 0

async function deposit(
  framework: DrivenFramework,
  { fingerprint, mrenclave }: PreparedApp,
  value: string,
) {
  const session = appSession(network.frameworks[framework], {
    fingerprint,
    command: mrenclave?.entrypoint ?? '',
    environment: { IEXEC_REQUESTER_SECRET_1: new Secret(value) },
  })
  await network.frameworks[framework].depositor.deposit(session)
  return session.sessionId
}

async function launch(framework: DrivenFramework, sessionId: string, imageRef: string) {
  const { launcher, depositor } = network.frameworks[framework]
  const outputDir = join(network.dir, `out-${++runs}`)
  await mkdir(outputDir)
  return launcher.runApp({
    sessionId,
    provisioningUrl: depositor.provisioningUrl,
    imageRef,
    args: [],
    slot,
    outputDir,
    outputLimits: { maxBytes: 1_000_000, maxFiles: 100 },
    timeLimitMs: 30_000,
  })
}

/** Everything a person could read of this network besides the app's own container. */
async function everythingElse(appContainer: string | undefined): Promise<string> {
  const listed = await docker.listContainers({
    all: true,
    filters: { label: [`${NETWORK_LABEL}=${network.engine.network}`] },
  })
  const others = listed.filter(({ Id }) => Id !== appContainer)
  const inspected = await Promise.all(others.map(({ Id }) => docker.getContainer(Id).inspect()))
  const files = await readdir(network.dir, { recursive: true, withFileTypes: true })
  const contents = await Promise.all(
    files
      .filter((file) => file.isFile())
      .map((file) => readFile(join(file.parentPath, file.name), 'utf8')),
  )
  return [
    network.logs(),
    JSON.stringify(inspected),
    execFileSync('ps', ['axeww'], { encoding: 'utf8' }),
    ...contents,
  ].join('\n')
}

// It shows a hash of what it knows, and goes when the test has looked around.
const WAITING_APP = [
  'import hashlib, os, time',
  "while not os.path.exists('/tmp/go'): time.sleep(0.02)",
  "print(hashlib.sha256(os.environ['IEXEC_REQUESTER_SECRET_1'].encode()).hexdigest())",
].join('\n')

describe.each(['scone', 'gramine', 'tdx'] as const)('a secret under %s', (framework) => {
  it('reaches the app and appears nowhere else, during the run and after', async () => {
    const canary = `canary-${randomBytes(12).toString('hex')}`
    const prepared = await prepareApp(framework, WAITING_APP)
    const sessionId = await deposit(framework, prepared, canary)
    const filters = {
      event: ['start'],
      label: [`${NETWORK_LABEL}=${network.engine.network}`, 'io.iexec-sim.role=task'],
    }
    const events = await docker.getEvents({ filters })
    const started = new Promise<string>((resolve) =>
      events.once('data', (line) => resolve(JSON.parse(String(line)).id)),
    )
    const running = launch(framework, sessionId, prepared.imageId)
    const appContainer = await started
    ;(events as unknown as { destroy(): void }).destroy()

    const app = await docker.getContainer(appContainer).inspect()
    expect(JSON.stringify(app.Config.Env)).toContain(canary) // the one place that counts as enclave memory
    const during = (await everythingElse(appContainer))
      .split('\n')
      .filter((line) => line.includes(canary))
    // Root sees the app's own process with its environment: that is the same enclave memory.
    expect(during.filter((line) => !line.includes("os.path.exists('/tmp/go')"))).toEqual([])

    await docker
      .getContainer(appContainer)
      .putArchive(packFiles([{ name: 'go', content: '' }]), { path: '/tmp' })
    const run = await running
    expect(run.stdout.tail).toBe(`${createHash('sha256').update(canary).digest('hex')}\n`)
    expect(await everythingElse(undefined)).not.toContain(canary)
    expect(JSON.stringify(run)).not.toContain(canary)
  })

  it('is not released to another image, with that reason', async () => {
    const mine = await prepareApp(framework, 'print(1)')
    const foreign = await prepareApp(framework, 'print(2)')
    const sessionId = await deposit(framework, mine, 'value')
    await expect(launch(framework, sessionId, foreign.imageId)).rejects.toMatchObject({
      reason: 'WRONG_FINGERPRINT',
    })
  })

  it('is not released to the same image prepared for the other framework', async () => {
    const other = framework === 'scone' ? 'gramine' : 'scone'
    const mine = await prepareApp(framework, 'print(1)')
    const sessionId = await deposit(framework, mine, 'value')
    const { launcher } = network.frameworks[other]
    const { depositor } = network.frameworks[framework]
    const outputDir = join(network.dir, `out-${++runs}`)
    await mkdir(outputDir)
    const launched = launcher.runApp({
      sessionId,
      provisioningUrl: depositor.provisioningUrl,
      imageRef: mine.imageId,
      args: [],
      slot,
      outputDir,
      outputLimits: { maxBytes: 1_000, maxFiles: 10 },
      timeLimitMs: 10_000,
    })
    await expect(launched).rejects.toMatchObject({ reason: 'WRONG_FRAMEWORK' })
  })

  it('is not released for a session that was not deposited', async () => {
    const { imageId } = await prepareApp(framework, 'print(1)')
    await expect(launch(framework, 'unknown', imageId)).rejects.toMatchObject({
      reason: 'UNKNOWN_SESSION',
    })
  })

  it('goes to the measured image, even if its tag was moved', async () => {
    const mine = await prepareApp(framework, 'print("mine")')
    const foreign = await prepareApp(framework, 'print("foreign")')
    const sessionId = await deposit(framework, mine, 'value')
    await network.engine.tagImage(foreign.imageId, mine.image)
    await expect(launch(framework, sessionId, mine.image)).rejects.toMatchObject({
      reason: 'WRONG_FINGERPRINT',
    })
    expect((await launch(framework, sessionId, mine.imageId)).stdout.tail).toBe('mine\n')
  })
})

describe('an enclave program', () => {
  const PROGRAM = `let text = ''
for await (const chunk of process.stdin) text += chunk
const { variables, parameters } = JSON.parse(text)
process.stdout.write(JSON.stringify({ length: variables.TOKEN.length, ...parameters, environment: Object.keys(process.env) }))
process.exitCode = 3
`

  async function programSession(bundle: string) {
    const parts = network.frameworks.gramine
    const session = appSession(parts, { fingerprint: 'e'.repeat(64), environment: {} })
    session.stages['post-compute'] = {
      fingerprint: await parts.driver.measureProgram(bundle, 'post-compute'),
      command: '',
      environment: { TOKEN: new Secret('twelve chars') },
    }
    await parts.depositor.deposit(session)
    const request = {
      stage: 'post-compute' as const,
      bundlePath: bundle,
      sessionId: session.sessionId,
      timeLimitMs: 20_000,
    }
    return {
      parts,
      request: {
        ...request,
        provisioningUrl: parts.depositor.provisioningUrl,
        parameters: { outputDir: '/out' },
      },
    }
  }

  it('gets its variables over the pipe and nothing from the environment', async () => {
    const bundle = join(network.dir, 'post.mjs')
    await writeFile(bundle, PROGRAM)
    const { parts, request } = await programSession(bundle)
    expect(await parts.launcher.runProgram(request)).toMatchObject({
      exitCode: 3,
      report: { length: 12, outputDir: '/out', environment: [] },
    })
  })

  it('is refused if one byte of it changed, or if it runs as another stage', async () => {
    const bundle = join(network.dir, 'changed.mjs')
    await writeFile(bundle, PROGRAM)
    const { parts, request } = await programSession(bundle)
    await expect(
      parts.launcher.runProgram({ ...request, stage: 'pre-compute' }),
    ).rejects.toMatchObject({
      reason: 'UNKNOWN_STAGE',
    })
    await writeFile(bundle, `${PROGRAM} `)
    await expect(parts.launcher.runProgram(request)).rejects.toMatchObject({
      reason: 'WRONG_FINGERPRINT',
    })
  })
})
