import { interfaces } from '@iexec-sim/chain/client'
import {
  type Address,
  type DealId,
  NO_DATASET_ORDER,
  signOrder,
  ZERO_ADDRESS,
  ZERO_BYTES32,
} from '@iexec-sim/protocol'
import { hexlify, randomBytes, toUtf8Bytes, Wallet } from 'ethers'
import type { Explorer } from './explorer.ts'

/** Tasks that one transaction initializes. */
const AT_ONCE = 30

/**
 * Makes a deal of many tasks and initializes them, at a workerpool that nobody schedules for: so
 * none of them runs. `name` is the app's.
 */
export async function manyTasks(
  explorer: Explorer,
  { count, name }: { count: number; name: string },
): Promise<{ deal: DealId; app: Address; workerpool: Address }> {
  const { accounts, chainId, hub } = explorer.network.sheet
  const writer = explorer.as(0)
  const owner = accounts[0]!.address
  const wallet = new Wallet(accounts[0]!.privateKey)
  const salt = hexlify(randomBytes(32)) as `0x${string}`
  const { address: app } = await writer.createApp({
    owner,
    name,
    type: 'DOCKER',
    multiaddr: hexlify(toUtf8Bytes('host/<b>image</b>:1')) as `0x${string}`,
    checksum: salt,
    mrenclave: '0x',
  })
  const { address: workerpool } = await writer.createWorkerpool({ owner, description: salt })
  const domain = { chainId, hub }
  const any = { tag: ZERO_BYTES32, volume: BigInt(count), salt }
  const { dealId } = await writer.matchOrders({
    app: await signOrder(
      'AppOrder',
      { ...any, app, appprice: 0n, ...free('dataset', 'workerpool', 'requester') },
      domain,
      wallet,
    ),
    dataset: NO_DATASET_ORDER,
    workerpool: await signOrder(
      'WorkerpoolOrder',
      {
        ...any,
        workerpool,
        workerpoolprice: 0n,
        category: 4n,
        trust: 0n,
        ...free('app', 'dataset', 'requester'),
      },
      domain,
      wallet,
    ),
    request: await signOrder(
      'RequestOrder',
      {
        ...any,
        app,
        appmaxprice: 0n,
        dataset: ZERO_ADDRESS,
        datasetmaxprice: 0n,
        workerpool,
        workerpoolmaxprice: 0n,
        requester: owner,
        category: 4n,
        trust: 0n,
        beneficiary: owner,
        callback: ZERO_ADDRESS,
        params: '',
      },
      domain,
      wallet,
    ),
  })
  for (let from = 0; from < count; from += AT_ONCE) {
    const indices = Array.from({ length: Math.min(AT_ONCE, count - from) }, (_, i) => from + i)
    const deals = indices.map(() => dealId)
    await writer.send(interfaces.hub(), hub, 'initializeArray', [deals, indices])
  }
  return { deal: dealId, app, workerpool }
}

/** Restrictions of an order that restricts nothing. */
const free = <Party extends string>(...parties: Party[]) =>
  Object.fromEntries(parties.map((party) => [`${party}restrict`, ZERO_ADDRESS])) as Record<
    `${Party}restrict`,
    Address
  >
