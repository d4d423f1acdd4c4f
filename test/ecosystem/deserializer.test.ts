import { cpSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { connectEngine } from '@iexec-sim/docker'
import { inputFileName } from '@iexec-sim/protocol'
import { build } from 'esbuild'
import { zipSync } from 'fflate'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { datasetOrder, deployDataset, prepareBulk, upload } from '../client/support/datasets.ts'
import { OfflineNetwork } from '../client/support/offline-network.ts'
import { SdkActor } from '../client/support/sdk-actor.ts'
import { buildOnce } from '../support/content-tag.ts'

const network = new OfflineNetwork()
let me: SdkActor
let app: string
beforeAll(async () => {
  await network.up('--profile', 'arbitrum-sepolia')
  me = await new SdkActor(network, network.sheet, 9, 'tdx').fund()
  app = await me.deployScenario(await appImage())
})
afterAll(() => network[Symbol.asyncDispose]())
afterAll(() => expect(network.escapes()).toEqual([]))

/** The app with the deserializer in one file, so that its build needs no package registry. */
async function appImage(): Promise<string> {
  const folder = fileURLToPath(new URL('../apps/deserializer', import.meta.url))
  const context = mkdtempSync(join(tmpdir(), 'iexec-sim-deserializer-'))
  const engine = connectEngine({ network: 'test-images' })
  try {
    cpSync(join(folder, 'Dockerfile'), join(context, 'Dockerfile'))
    await build({
      entryPoints: [join(folder, 'app.mjs')],
      outfile: join(context, 'app.mjs'),
      bundle: true,
      platform: 'node',
      format: 'esm',
      banner: {
        js: "import { createRequire } from 'node:module'; const require = createRequire('/');",
      },
      logLevel: 'warning',
    })
    return await buildOnce(engine, 'iexec-sim-test/deserializer', context)
  } finally {
    await engine.close()
    rmSync(context, { recursive: true })
  }
}

/** Protected data as DataProtector packs it: a zip of values in Borsh. */
function protectedData(email: string, count: bigint): Uint8Array {
  const text = Buffer.from(email)
  const length = Buffer.alloc(4)
  length.writeUInt32LE(text.length)
  const number = Buffer.alloc(16)
  number.writeBigUInt64LE(count)
  return zipSync({
    email: Buffer.concat([length, text]),
    'nested/count': number,
    'nested/isRead': Buffer.from([1]),
  })
}

interface Read {
  data: { email: string; count: string; isRead: boolean }[]
  env: Record<string, string>
}
const read = (files: Record<string, string>) => JSON.parse(files['result.txt']!) as Read

it('the deserializer reads the protected data of a task, beside its secrets and inputs', async () => {
  const dataset = await deployDataset(me, network.sheet, protectedData('bob@example.org', 42n))
  await me.sdk.app.pushAppSecret(app, 'of the developer')
  await me.sdk.secrets.pushRequesterSecret('mine', 'of the requester')
  const url = await upload(network.sheet, 'an input')
  const params = { iexec_secrets: { 1: 'mine' }, iexec_input_files: [url] }
  const { tasks } = await me.run(
    app,
    { dataset, params },
    { datasetorder: await datasetOrder(me, dataset) },
  )
  const { data, env } = read(tasks[0]!.files)
  expect(data).toEqual([{ email: 'bob@example.org', count: '42', isRead: true }])
  expect(env).toMatchObject({
    IEXEC_IN: '/iexec_in',
    IEXEC_OUT: '/iexec_out',
    IEXEC_TASK_ID: tasks[0]!.taskid,
    IEXEC_DATASET_FILENAME: dataset.toLowerCase(),
    IEXEC_INPUT_FILE_NAME_1: inputFileName(url),
    IEXEC_REQUESTER_SECRET_1: 'of the requester',
    IEXEC_APP_DEVELOPER_SECRET: 'of the developer',
  })
  expect(env).not.toHaveProperty('IEXEC_BULK_SLICE_SIZE')
})

it('the deserializer reads every dataset of a slice', async () => {
  const datasets: string[] = []
  for (const [i, name] of ['ann', 'bob', 'eve'].entries()) {
    const content = protectedData(`${name}@example.org`, BigInt(i))
    datasets.push(await deployDataset(me, network.sheet, content))
  }
  const orders = []
  for (const dataset of datasets)
    orders.push(await datasetOrder(me, dataset, Number.MAX_SAFE_INTEGER))
  const { cid, volume } = await prepareBulk(me, orders, 2)
  const { tasks } = await me.run(app, { volume, params: { bulk_cid: cid } })
  const slices = tasks.map(({ files }) => read(files))
  expect(slices.map(({ data }) => data.map(({ email }) => email)).sort()).toEqual([
    ['ann@example.org', 'bob@example.org'],
    ['eve@example.org'],
  ])
  const [first] = slices.filter(({ data }) => data.length === 2)
  expect(first!.env).toMatchObject({
    IEXEC_BULK_SLICE_SIZE: '2',
    IEXEC_DATASET_1_FILENAME: datasets[0],
    IEXEC_DATASET_2_FILENAME: datasets[1],
  })
})
