import { randomBytes } from 'node:crypto'
import { HubClient, httpRpc } from '@iexec-sim/chain/client'
import type { RunningNetwork } from '@iexec-sim/client'
import { Requester } from '@iexec-sim/client/requester'
import type { Engine } from '@iexec-sim/docker'
import { MarketClient } from '@iexec-sim/market/client'
import { type Address, encodeTag, type Hex, signOrder, ZERO_ADDRESS } from '@iexec-sim/protocol'
import { SmsClient } from '@iexec-sim/sms/client'
import { GatewayClient } from '@iexec-sim/storage/client'
import { Transaction, Wallet } from 'ethers'
import type { Acknowledged } from './acknowledged.ts'

/**
 * Writes one thing after the other and tells of each that was acknowledged, until something fails:
 * the network is gone.
 */
type Writer = (
  network: RunningNetwork,
  acknowledge: (entry: Acknowledged) => void,
) => Promise<never>

/** Account that pays, one that nothing else uses. */
const PAYER = 8

const payer: Writer = async ({ sheet }, acknowledge) => {
  const rpc = httpRpc(sheet.rpc)
  const wallet = new Wallet(sheet.accounts[PAYER]!.privateKey)
  for (;;) {
    const nonce = Number(
      await rpc.request({ method: 'eth_getTransactionCount', params: [wallet.address, 'latest'] }),
    )
    const transaction = Transaction.from({
      ...{ type: 0, chainId: sheet.chainId, nonce, to: ZERO_ADDRESS, value: 1n, gasLimit: 21_000n },
      gasPrice: BigInt((await rpc.request({ method: 'eth_gasPrice' })) as string),
    })
    transaction.signature = wallet.signingKey.sign(transaction.unsignedHash)
    const hash = (await rpc.request({
      method: 'eth_sendRawTransaction',
      params: [transaction.serialized],
    })) as Hex
    acknowledge({ kind: 'transaction', hash })
  }
}

const keeper: Writer = async ({ sheet }, acknowledge) => {
  const sms = new SmsClient(sheet.sms.scone!)
  const requester = someone()
  for (let i = 0; ; i++) {
    await sms.pushRequesterSecret(requester, `secret-${i}`, 'value')
    acknowledge({ kind: 'secret', requester: requester.address as Address, name: `secret-${i}` })
  }
}

/** A wallet may have fifty orders open, and the pool has twenty. */
const MOST_KEPT = 15
let kept = 0
const trader: Writer = async ({ sheet }, acknowledge) => {
  const market = new MarketClient(sheet.market, sheet.chainId)
  const domain = { chainId: sheet.chainId, hub: sheet.hub }
  const owner = new Wallet(sheet.accounts[1]!.privateKey)
  for (;;) {
    const order = await signOrder(
      'WorkerpoolOrder',
      {
        workerpool: sheet.workerpool.address,
        workerpoolprice: 0n,
        volume: 1n,
        tag: encodeTag(''),
        category: 4n,
        trust: 0n,
        apprestrict: ZERO_ADDRESS,
        datasetrestrict: ZERO_ADDRESS,
        requesterrestrict: sheet.accounts[PAYER]!.address,
        salt: `0x${randomBytes(32).toString('hex')}`,
      },
      domain,
      owner,
    )
    const hash = await market.publish('WorkerpoolOrder', order, owner)
    if (kept++ < MOST_KEPT) acknowledge({ kind: 'order', hash })
    else {
      await market.unpublish('WorkerpoolOrder', { orderHash: hash }, owner)
      acknowledge({ kind: 'withdrawal', hash })
    }
  }
}

const uploader: Writer = async ({ sheet }, acknowledge) => {
  const gateway = new GatewayClient(sheet.gateway)
  for (;;) {
    const content = randomBytes(Math.floor(Math.random() * 600_000)).toString('base64')
    acknowledge({ kind: 'upload', cid: await gateway.add(Buffer.from(content)), content })
  }
}

/** Has tasks run, one at a time: the next one is matched when the last is over. */
const requesterOf =
  (engine: Engine, image: string): Writer =>
  async (network, acknowledge) => {
    const requester = new Requester(network, engine)
    for (;;) {
      const request = { image, tag: encodeTag(''), secrets: {}, args: 'ok' }
      const run = await requester.order(request, await requester.prepare(image, request.tag))
      await requester.matchOrders(run)
      acknowledge({ kind: 'deal', dealId: run.dealId, taskId: run.taskId })
      for await (const _ of requester.follow(run.taskId));
    }
  }

/** Concurrent writers of a network. */
export const writers = (engine: Engine, image: string): Writer[] => [
  payer,
  keeper,
  trader,
  uploader,
  requesterOf(engine, image),
]

/** Entries that a network lost, in words; empty if none. */
export async function forgotten(
  { sheet }: RunningNetwork,
  entries: readonly Acknowledged[],
): Promise<string[]> {
  const rpc = httpRpc(sheet.rpc)
  const hub = new HubClient({ rpc, hub: sheet.hub })
  const isKnown = async (entry: Acknowledged): Promise<boolean> => {
    switch (entry.kind) {
      case 'transaction':
        return (
          (await rpc.request({ method: 'eth_getTransactionReceipt', params: [entry.hash] })) !==
          null
        )
      case 'secret':
        return new SmsClient(sheet.sms.scone!).hasRequesterSecret(entry.requester, entry.name)
      case 'order':
        return (
          (await new MarketClient(sheet.market, sheet.chainId).order(
            'WorkerpoolOrder',
            entry.hash,
          )) !== undefined
        )
      case 'withdrawal':
        return (
          (await new MarketClient(sheet.market, sheet.chainId).order(
            'WorkerpoolOrder',
            entry.hash,
          )) === undefined
        )
      case 'upload': {
        const bytes = await new GatewayClient(sheet.gateway)
          .bytes(`/ipfs/${entry.cid}`, 1e7)
          .catch(() => undefined)
        return bytes !== undefined && Buffer.from(bytes).toString() === entry.content
      }
      case 'deal':
        return (await hub.viewDeal(entry.dealId)) !== undefined
    }
  }
  const lost: string[] = []
  for (const entry of entries)
    if (!(await isKnown(entry))) lost.push(JSON.stringify(entry).slice(0, 200))
  return lost
}

const someone = () => new Wallet(`0x${randomBytes(32).toString('hex')}`)
