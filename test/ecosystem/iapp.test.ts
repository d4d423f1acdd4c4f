import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import Docker from 'dockerode'
import { execa } from 'execa'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { CliNetwork } from '../support/cli.ts'

const EXAMPLE = fileURLToPath(new URL('../../examples/iapp', import.meta.url))
const PLAY = fileURLToPath(new URL('support/play-iapp.ts', import.meta.url))
const PORT = '127.0.0.1:23100'
const BASE = 'iexec-sim/base-node'

const docker = new Docker()
const project = mkdtempSync(join(tmpdir(), 'iexec-sim-iapp-'))
const images: string[] = []
let network: CliNetwork
let hosts: Record<string, string>

beforeAll(async () => {
  network = await new CliNetwork().up('--profile', 'arbitrum-sepolia')
  hosts = await network.json(['env'])
  const { registry, accounts } = network.sheet
  cpSync(EXAMPLE, project, { recursive: true })
  // Ports of the test's own, and a wallet that nobody else uses.
  edit('Dockerfile', (text) => text.replace(PORT, registry))
  edit('iapp.config.json', (text) =>
    JSON.stringify({
      ...JSON.parse(text.replace(PORT, registry)),
      walletPrivateKey: accounts[5]!.privateKey,
      appSecret: 'of the developer',
    }),
  )
  await docker.getImage(BASE).tag({ repo: `${registry}/${BASE}`, tag: 'latest' })
  images.push(`${registry}/${BASE}`)
  const progress = await docker.getImage(`${registry}/${BASE}`).push({
    authconfig: { username: '', password: '' },
  })
  await new Promise<void>((resolve, reject) =>
    docker.modem.followProgress(progress, (error) => (error ? reject(error) : resolve())),
  )
})
afterAll(async () => {
  for (const image of images) await docker.getImage(image).remove({ force: true })
  await network[Symbol.asyncDispose]()
  rmSync(project, { recursive: true })
})

function edit(file: string, change: (text: string) => string): void {
  const path = join(project, file)
  writeFileSync(path, change(readFileSync(path, 'utf8')))
}

/** Runs a step in the project, which knows official hosts alone. */
async function play<T>(...step: string[]): Promise<T> {
  const { stdout } = await execa(process.execPath, [PLAY, ...step], { cwd: project, env: hosts })
  return JSON.parse(stdout) as T
}

test('a project as iapp lays it is built, pushed, deployed by its digest, run and debugged', async () => {
  const app = await play<{ address: string; image: string; id: string; digest: string }>('deploy')
  images.push(app.image)
  expect(app.digest).not.toBe(app.id.replace('sha256:', ''))
  const { task, bytes } = await play<{ task: string; bytes: number }>('run', app.address, 'Ada')
  expect(bytes).toBeGreaterThan(100)
  const { statuses } = await network.json<{ statuses: { status: string }[] }>([
    'task',
    'show',
    task,
  ])
  expect(statuses.at(-1)?.status).toBe('COMPLETED')
  expect(await play('debug', task)).toEqual([
    'Hello, Ada!\napp secret: there\nrequester secret: none\n',
  ])
})
