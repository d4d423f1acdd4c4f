import { type DealId, type Hex, signHash, taskIdOf } from '@iexec-sim/protocol'
import { keccak256, SigningKey, toUtf8Bytes, ZeroAddress } from 'ethers'
import { group } from '../scenario.ts'
import { accounts, wallets } from '../world/accounts.ts'
import type { Receipt } from '../world/lab-chain.ts'
import type { World } from '../world/world.ts'

// A hub at another address of another chain, with assets at round addresses: values computed by
// other software.
const plan = { chainId: 31_337, hub: '0x5FbDB2315678afecb367f032d93F642f64180aa3' } as const
const repeat = (digit: string) => `0x${digit.repeat(40)}` as Hex
const [app, dataset, workerpool, requester, worker] = ['1', '2', '3', '4', '5'].map(repeat) as [
  Hex,
  Hex,
  Hex,
  Hex,
  Hex,
]
const salt = `0x${'01'.repeat(32)}`
const zero = `0x${'00'.repeat(32)}`
const none = ZeroAddress
const appOrder = [app, 3, 1000, zero, none, none, none, salt, '0x']
const datasetOrder = [dataset, 2, 1000, zero, none, none, none, salt, '0x']
const workerpoolOrder = [workerpool, 25, 1000, zero, 0, 10, none, none, none, salt, '0x']
const request = [
  app,
  3,
  dataset,
  2,
  workerpool,
  25,
  requester,
  2,
  zero,
  0,
  1,
  requester,
  none,
  '{"iexec_args":"x"}',
]
const requestOrder = [...request, salt, '0x']

const vectors = {
  separator: '0x351c31988d1d724f03d95d7a67e2accfef6b6dae5a76f27b0b47613646d2ef34',
  app: '0x8701c496d8205f71da2d503e05e715091ceeec4674dcc07b5748f44b7a159713',
  dataset: '0xfa1b1e2c655b6dd9930c04e2b5ff789d9f4f91644bec500a81a55751f863b528',
  workerpool: '0xbf15e066364790f51890e2c737236c540cf244a8c0329e3f02cb1a0e42aa5b9d',
  request: '0x1bafdeed17842e3a112d5842cf86a2a7218b4a8e4bcc9f4d9445b66aa545f6bf',
  signOperation: '0xa79c95504a1631d66c2fb3fb22682ebb3b7d2068a6332ccb56addb8afe11f50d',
  closeOperation: '0x566d095d2fc1aab9dc7185875482d30742b401dcc4baccf8214c99e7fc2b9b07',
  deal0: '0x452812ee35613fb6fd2e5e951167076df92015f6f45462b5deeb61c81d883fc9' as DealId,
  deal1: '0xe33f4ec603fc097890fe7fccac30b3684b3280028d2a508d1528809e1d421047' as DealId,
  tasks: [
    '0x5024600d3a00526b5b63652c85a212430ce0356ca3f1a44d551b0f9784a67774',
    '0xdf61e66c0137593dc5b0252e865101c7fa96953d8e2a8b7029f6ffc3f67178fb',
  ] as const,
  digest: '0x06b0a4f426f6713234b2d4b2468640bc4e0bb72657a920ad24c5087153c593c8',
  hash: '0xa37cdfdb3245686e2df702b5295b565284e3d4bbd8bc77a9018e51f7301fc8e8',
  seal: '0x2bfccdf93f4c05de681d6202a2c11a6eb9c55bddf302d20d8effe8e4dc9a1b5e',
  authorization: '0x45cb56dac7382d8dc6684c4385ad5c9b0baa19d9711eada59d4420212e9fdd31' as Hex,
}

/**
 * Puts assets of known owners at the round addresses, registries that know them, and money on every
 * account.
 */
async function prepare({ chain, hub }: World): Promise<void> {
  const double = await chain.deploy(accounts.stranger, 'AssetDouble')
  const code = await chain.rpc('eth_getCode', double.address, 'latest')
  const { appRegistry, datasetRegistry, workerpoolRegistry } = chain.genesis.addresses
  const owners = {
    [app]: accounts.appOwner,
    [dataset]: accounts.datasetOwner,
    [workerpool]: accounts.poolOwner,
  }
  for (const registry of [appRegistry, datasetRegistry, workerpoolRegistry])
    await chain.rpc('hardhat_setCode', registry, code)
  for (const [at, owner] of Object.entries(owners)) {
    await chain.rpc('hardhat_setCode', at, code)
    await chain.send(accounts.owner, { ...double, address: at as Hex }, 'setOwner', [owner])
  }
  for (const [slot, value] of [
    ['0x1', 30],
    ['0x2', 1],
  ] as const)
    await chain.rpc(
      'hardhat_setStorageAt',
      workerpool,
      slot,
      `0x${value.toString(16).padStart(64, '0')}`,
    )
  for (const account of [requester, worker]) {
    await chain.fund(account)
    await chain.send(account, hub, 'deposit', [], 10n ** 12n)
  }
  await chain.send(accounts.poolOwner, hub, 'deposit', [], 10n ** 12n)
}

async function digests(w: World): Promise<void> {
  const { chain, hub } = w
  await w.view('eip712domain_separator', [], vectors.separator)
  const only = ({ logs }: Receipt) => [logs[0]!.name, ...logs[0]!.args]
  const sign = async (from: Hex, kind: string, order: unknown[], digest: string) => {
    const receipt = await chain.send(from, hub, `manage${kind}`, [[order, 0, '0x']])
    w.check(`digest of the ${kind}`, only(receipt), [`Signed${kind}`, digest])
  }
  await sign(accounts.appOwner, 'AppOrder', appOrder, vectors.app)
  await sign(accounts.datasetOwner, 'DatasetOrder', datasetOrder, vectors.dataset)
  await sign(accounts.poolOwner, 'WorkerpoolOrder', workerpoolOrder, vectors.workerpool)
  await sign(requester, 'RequestOrder', requestOrder, vectors.request)
}

async function operations(w: World): Promise<void> {
  const key = new SigningKey(wallets.appOwner.privateKey)
  for (const [operation, digest] of [vectors.signOperation, vectors.closeOperation].entries()) {
    const { serialized } = key.sign(digest)
    const manage = (number: number, expected: string) =>
      w.chain.scratch(() =>
        w.outcome('stranger', 'manageAppOrder', [[appOrder, number, serialized]], expected),
      )
    await manage(operation, 'ok')
    await manage(1 - operation, 'invalid-sender-or-signature')
  }
}

async function ids(w: World): Promise<void> {
  const { chain, hub } = w
  const match = (pool: unknown[]) =>
    chain.send(accounts.stranger, hub, 'matchOrders', [appOrder, datasetOrder, pool, requestOrder])
  const dealOf = ({ logs }: Receipt) =>
    logs.find(({ name }) => name === 'OrdersMatched')!.args.dealid
  // A pool order of volume 1 takes half of the request, so that the other half is a deal of its
  // own.
  await chain.scratch(async () => {
    const half = workerpoolOrder.with(2, 1)
    await chain.send(accounts.poolOwner, hub, 'manageWorkerpoolOrder', [[half, 0, '0x']])
    w.check('the first deal', dealOf(await match(half)), vectors.deal0)
    w.check('the second deal', dealOf(await match(workerpoolOrder)), vectors.deal1)
  })
  w.check('the deal', dealOf(await match(workerpoolOrder)), vectors.deal0)
  for (const [index, task] of vectors.tasks.entries()) {
    const { logs } = await chain.send(accounts.stranger, hub, 'initialize', [vectors.deal0, index])
    w.check(`task ${index}`, [logs[0]!.args.taskid, taskIdOf(vectors.deal0, index)], [task, task])
  }
}

async function results(w: World): Promise<void> {
  const { chain, hub } = w
  const [task] = vectors.tasks
  w.check('digest of the result', keccak256(toUtf8Bytes('result')), vectors.digest)
  const authorization = await signHash(vectors.authorization, wallets.poolOwner)
  await chain.send(worker, hub, 'contribute', [
    task,
    vectors.hash,
    vectors.seal,
    none,
    zero,
    authorization,
  ])
  await chain.send(worker, hub, 'reveal', [task, vectors.digest])
  await w.task(task, { resultDigest: vectors.digest })
}

/** Digests, ids and hashes that clients and workers compute for themselves. */
export const golden = group('golden vectors', [
  {
    name: 'the digests and ids of known orders',
    modes: ['native'],
    funded: [],
    plan,
    async run(w) {
      await w.chain.quietly(() => prepare(w))
      await digests(w)
      await operations(w)
      await ids(w)
      await results(w)
    },
  },
])
