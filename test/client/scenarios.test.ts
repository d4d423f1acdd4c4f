import type { webcrypto } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { HubClient, httpRpc } from '@iexec-sim/chain/client'
import type { AddressSheet, ClientMajor } from '@iexec-sim/client'
import { profiles, type TaskId, type TeeFramework } from '@iexec-sim/protocol'
import { type Contract, ContractFactory, JsonRpcProvider, NonceManager, Wallet } from 'ethers'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { isWanted } from './support/chains.ts'
import { datasetOrder, deployDataset, prepareBulk, upload } from './support/datasets.ts'
import { OfflineNetwork } from './support/offline-network.ts'
import { SdkActor, unzipped } from './support/sdk-actor.ts'

const network = new OfflineNetwork()
beforeAll(() => network.up('--profile', 'bellecour,arbitrum-sepolia'))
afterAll(() => network[Symbol.asyncDispose]())
afterAll(() => expect(network.escapes()).toEqual([]))

interface Variant {
  major: ClientMajor
  profile: 'bellecour' | 'arbitrum-sepolia'
  tee: TeeFramework | undefined
}

const VARIANTS: Variant[] = [
  { major: 8, profile: 'bellecour', tee: 'scone' },
  { major: 8, profile: 'bellecour', tee: 'gramine' },
  { major: 8, profile: 'bellecour', tee: 'tdx' },
  { major: 8, profile: 'bellecour', tee: undefined },
  { major: 9, profile: 'arbitrum-sepolia', tee: 'tdx' },
  { major: 8, profile: 'arbitrum-sepolia', tee: 'tdx' },
]
const wanted = VARIANTS.filter(({ major, tee }) => isWanted(major, tee))

describe.each(wanted)('client $major on $profile, tee $tee', ({ major, profile, tee }) => {
  let sheet: AddressSheet
  let me: SdkActor
  let app: string
  const actor = async (privateKey?: string) =>
    new SdkActor(network, sheet, major, tee, privateKey).fund()

  beforeAll(async () => {
    sheet = network.sheets.find((known) => known.profile === profile)!
    me = await actor()
    app = await me.deployScenario()
    if (major === 8 && profile === 'bellecour')
      await me.sdk.storage.pushStorageToken(await storageToken(me))
  })

  it('runs an app and fetches its result', async () => {
    const { tasks } = await me.run(app, { args: 'args one "two three"' })
    expect(tasks[0]!.files['result.txt']).toBe('one|two three')
  })

  it('runs a bag of 5, each task with its index', async () => {
    const { tasks } = await me.run(app, { args: 'bag', volume: 5 })
    const results = tasks.map(({ files }) => files['result.txt'])
    expect(results.sort()).toEqual([0, 1, 2, 3, 4].map((index) => `${index} of 5`))
  })

  it('brings a result to a contract', async () => {
    const consumer = await deployConsumer(sheet)
    const { tasks } = await me.run(app, {
      args: 'callback 0xc0ffee',
      callback: await consumer.getAddress(),
    })
    expect(await consumer.getFunction('lastResult')()).toBe('0xc0ffee')
    expect(await consumer.getFunction('lastTask')()).toBe(tasks[0]!.taskid)
  })

  it.runIf(tee)('gives the app its developer’s secret', async () => {
    await me.sdk.app.pushAppSecret(app, 'developer-value', ...framework(tee))
    const { tasks } = await me.run(app, { args: 'secret' })
    expect(tasks[0]!.files['result.txt']).toBe('developer-value')
  })

  it.runIf(tee)('gives the app the requester’s secrets and no others', async () => {
    await me.sdk.secrets.pushRequesterSecret('mine', 'value', ...framework(tee))
    const { tasks } = await me.run(app, { args: 'env', params: { iexec_secrets: { 1: 'mine' } } })
    const environment = JSON.parse(tasks[0]!.files['result.txt']!) as Record<string, string>
    expect(environment).toMatchObject({ IEXEC_REQUESTER_SECRET_1: 'value' })
    expect(Object.keys(environment).filter((name) => name.includes('SECRET'))).toHaveLength(
      1 + 2 * 1,
    )
  })

  it.runIf(tee)('encrypts a result that only the beneficiary’s key opens', async () => {
    const { privateKey, publicKey } = await freshKey()
    await me.sdk.result.pushResultEncryptionKey(publicKey, ...framework(tee))
    const { tasks } = await me.run(app, {
      args: 'args sealed',
      params: { iexec_result_encryption: true },
    })
    expect(tasks[0]!.files).not.toHaveProperty(['result.txt'])
    const archive = await (await me.sdk.task.fetchResults(tasks[0]!.taskid)).arrayBuffer()
    const { utils } = await import(major === 8 ? 'iexec8' : 'iexec9')
    const opened = await utils.decryptResult(Buffer.from(archive), privateKey)
    expect(unzipped(opened)['result.txt']).toBe('sealed')
  })

  it('uses another owner’s app through the order book, within the limits of its order', async () => {
    const other = await actor()
    const theirs = await other.deployScenario()
    const priced = (await other.appOrder(theirs, {
      appprice: 5,
      requesterrestrict: me.address,
    })) as never
    await other.sdk.order.publishApporder(priced)
    const book = await me.sdk.orderbook.fetchAppOrderbook({
      app: theirs,
      requester: me.address,
    } as never)
    expect(book.orders[0]!.order).toMatchObject({ appprice: 5 })
    const hidden = await me.sdk.orderbook.fetchAppOrderbook({ app: theirs } as never)
    expect(hidden.orders).toEqual([])
    await me.sdk.account.deposit(5)
    const { tasks } = await me.run(
      theirs,
      { args: 'args paid', appmaxprice: 5 },
      { apporder: book.orders[0]!.order },
    )
    expect(tasks[0]!.files['result.txt']).toBe('paid')
    expect(String((await other.sdk.account.checkBalance(other.address)).stake)).toBe('5')
    const stranger = await actor()
    await stranger.sdk.account.deposit(5)
    await expect(
      stranger.run(theirs, { args: 'ok', appmaxprice: 5 }, { apporder: priced }),
    ).rejects.toThrow(/iExecV5-matchOrders-0x15/)
  })

  it.runIf(tee)('decrypts a dataset inside the enclave alone', async () => {
    const dataset = await deployDataset(me, sheet, 'the plain text')
    const datasetorder = await datasetOrder(me, dataset)
    const { tasks } = await me.run(app, { args: 'dataset', dataset }, { datasetorder })
    if (tee === 'gramine') {
      // Its sessions know no pre-compute enclave, so a dataset never gets in.
      expect(tasks[0]!.files).toEqual({})
      expect(tasks[0]!.details!.replicates[0]!.updates.map(({ cause }) => cause)).toContain(
        'PRE_COMPUTE_FAILED_UNKNOWN_ISSUE',
      )
    } else expect(tasks[0]!.files['result.txt']).toBe('the plain text')
  })

  it('brings input files', async () => {
    const url = await upload(sheet, 'an input')
    const { tasks } = await me.run(app, { args: 'inputs', params: { iexec_input_files: [url] } })
    if (tee === 'gramine') expect(tasks[0]!.files).toEqual({})
    else expect(tasks[0]!.files['result.txt']).toBe('an input')
  })

  it.runIf(tee)('keeps a result in Dropbox', async () => {
    const user = await actor()
    // The later library names the provider in a place of its own.
    const provider = major === 9 ? 'dropbox' : { provider: 'dropbox', teeFramework: tee }
    await user.sdk.storage.pushStorageToken('my-token', provider as never)
    const { tasks } = await user.run(await user.deployScenario(), {
      args: 'args kept',
      params: { iexec_result_storage_provider: 'dropbox' },
    })
    const task = await user.sdk.task.show(tasks[0]!.taskid)
    expect(task.results).toEqual({ storage: 'dropbox', location: `/results/${tasks[0]!.taskid}` })
  })

  it.skipIf(tee)('reaches a trust of 3 with two workers that agree', async () => {
    const { tasks } = await me.run(app, { args: 'ok', trust: 3 })
    const [{ taskid, details }] = tasks as [(typeof tasks)[0]]
    expect(details!.replicates).toHaveLength(2)
    // Read from the chain: the library cannot show a task of two contributors (it takes their list
    // for an object).
    const hub = new HubClient({ rpc: httpRpc(sheet.rpc), hub: sheet.hub })
    expect(await hub.viewTask(taskid as TaskId)).toMatchObject({ status: 'COMPLETED' })
  })

  it.runIf(major === 9)('processes datasets in bulk, two in a task', async () => {
    const datasets = await Promise.all([])
    for (const text of ['one', 'two', 'three'])
      datasets.push((await deployDataset(me, sheet, text)) as never)
    const orders = []
    for (const dataset of datasets)
      orders.push(await datasetOrder(me, dataset, Number.MAX_SAFE_INTEGER))
    const { cid, volume } = await prepareBulk(me, orders, 2)
    expect(volume).toBe(2)
    const { tasks } = await me.run(app, { args: 'slice', volume, params: { bulk_cid: cid } })
    expect(tasks.map(({ files }) => files['result.txt']).sort()).toEqual(['one|two', 'three'])
  })
})

const framework = (tee: string | undefined): never[] =>
  tee ? [{ teeFramework: tee } as never] : []

function freshKey(): Promise<webcrypto.CryptoKeyPair> {
  const algorithm = {
    name: 'RSA-OAEP',
    modulusLength: 4096,
    publicExponent: new Uint8Array([1, 0, 1]),
    hash: 'SHA-256',
  }
  return crypto.subtle.generateKey(algorithm, true, [
    'encrypt',
    'decrypt',
  ]) as Promise<webcrypto.CryptoKeyPair>
}

function storageToken(me: SdkActor): Promise<string> {
  return me.sdk.storage.defaultStorageLogin()
}

async function deployConsumer(sheet: AddressSheet): Promise<Contract> {
  const file = new URL('../../contracts/generated/contracts.json', import.meta.url)
  const { abi, bytecode } = JSON.parse(readFileSync(file, 'utf8')).ConsumerDouble
  const provider = new JsonRpcProvider(sheet.rpc, undefined, { cacheTimeout: -1 })
  const wallet = new NonceManager(new Wallet(sheet.accounts[5]!.privateKey, provider))
  const { gasPrice } = profiles[sheet.profile]
  const contract = await new ContractFactory(abi, bytecode, wallet).deploy({ gasPrice, type: 0 })
  await contract.waitForDeployment()
  return contract as Contract
}
