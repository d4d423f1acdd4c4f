import { type Bytes32, type Hex, NO_DATASET_ORDER, type OrderKind } from '@iexec-sim/protocol'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { accounts, type Role, wallets } from './support/accounts.ts'
import { Market, tag } from './support/market.ts'
import { operationTypedData } from './support/operations.ts'

let market: Market
beforeAll(async () => {
  market = await Market.open()
})
afterAll(() => market[Symbol.asyncDispose]())

const kinds: [kind: OrderKind, key: 'app' | 'dataset' | 'workerpool' | 'request', actor: Role][] = [
  ['AppOrder', 'app', 'appOwner'],
  ['DatasetOrder', 'dataset', 'datasetOwner'],
  ['WorkerpoolOrder', 'workerpool', 'poolOwner'],
  ['RequestOrder', 'request', 'requester'],
]

describe.each(kinds)('managing an %s', (kind, key, actor) => {
  const manage = `manage${kind}`
  const order = () => market.orders()[key]

  test('its maker signs and closes it', async () => {
    const { chain, hub } = market
    const o = order()
    const hash = market.hash(kind, o)
    const signed = await chain.send(accounts[actor], hub, manage, [[o, 0, '0x']])
    expect(signed.logs.map(({ name, args }) => [name, ...args])).toEqual([[`Signed${kind}`, hash]])
    expect(await chain.read(hub, 'viewPresigned', hash)).toBe(accounts[actor])
    expect(await chain.read(hub, 'verifyPresignature', accounts[actor], hash)).toBe(true)
    expect(await chain.read(hub, 'verifyPresignature', accounts.stranger, hash)).toBe(false)
    for (const _ of ['once', 'again']) {
      const closed = await chain.send(accounts[actor], hub, manage, [[o, 1, '0x']])
      expect(closed.logs.map(({ name, args }) => [name, ...args])).toEqual([[`Closed${kind}`, hash]])
      expect(await chain.read(hub, 'viewConsumed', hash)).toBe(o.volume)
    }
  })

  test('anyone brings the signature of its maker', async () => {
    const { chain, hub } = market
    const o = order()
    const { domain, types, value } = operationTypedData(kind, o, 1, market.domain)
    const sign = (by: Role) => wallets[by].signTypedData(domain, types, value)
    const refusal = (operation: number, s: string) => chain.refusal(accounts.stranger, hub, manage, [[o, operation, s]])
    expect(await refusal(1, await sign('stranger'))).toBe('invalid-sender-or-signature')
    expect(await refusal(0, await sign(actor))).toBe('invalid-sender-or-signature')
    expect(await refusal(1, '0x')).toBe('invalid-signature-format')
    expect(await refusal(1, await sign(actor))).toBe('ok')
  })

  test('there are two operations', async () => {
    const args = [[order(), 2, '0x']]
    expect(await market.chain.refusal(accounts[actor], market.hub, manage, args)).toBe('(empty)')
  })

  test('anyone broadcasts it', async () => {
    const o = order()
    const { logs } = await market.chain.send(accounts.stranger, market.hub, `broadcast${kind}`, [o])
    expect(logs[0]!.name).toBe(`Broadcast${kind}`)
    expect(logs[0]!.args[0].toObject()).toEqual(o)
  })
})

test('a closed order matches no more', async () => {
  const orders = await market.signed()
  await market.chain.send(accounts.requester, market.hub, 'manageRequestOrder', [[orders.request, 1, '0x']])
  expect(await market.matchRefusal(orders)).toBe('iExecV5-matchOrders-0x60')
})

test('a signer that is a contract is asked about operations too', async () => {
  const { chain, hub } = market
  const signer = await chain.deploy(accounts.stranger, 'SignerDouble')
  const request = { ...market.orders().request, requester: signer.address }
  const refusal = () => chain.refusal(accounts.stranger, hub, 'manageRequestOrder', [[request, 0, '0x']])
  expect(await refusal()).toBe('invalid-sender-or-signature')
  await chain.send(accounts.stranger, signer, 'setAnswer', ['0x1626ba7e'])
  expect(await refusal()).toBe('ok')
})

describe('a dataset order and a deal without dataset', () => {
  const assertion = async (change: Parameters<Market['signed']>[0], deal: Bytes32, sign?: Hex) => {
    const { dataset } = await market.signed(change)
    const args = [sign ? { ...dataset, sign } : dataset, deal]
    return market.chain.refusal(accounts.stranger, market.hub, 'assertDatasetDealCompatibility', args)
  }
  const reason = (text: string) => `IncompatibleDatasetOrder(${text})`

  test('go together, or not for the first reason', async () => {
    const { deal } = await market.deal({ dataset: null })
    const withDataset = await market.deal()
    expect(await assertion({}, deal)).toBe('ok')
    expect(await assertion({ dataset: { volume: 0n } }, deal)).toBe(
      reason('Dataset order is revoked or fully consumed'),
    )
    const stranger = await market.sign('DatasetOrder', market.orders().dataset, 'stranger')
    expect(await assertion({}, deal, stranger.sign)).toBe(reason('Invalid dataset order signature'))
    expect(await assertion({}, tag(1))).toBe(reason('Deal not found'))
    expect(await assertion({}, withDataset.deal)).toBe(reason('Deal already has a dataset'))
    const elsewhere = accounts.stranger
    expect(await assertion({ dataset: { apprestrict: elsewhere } }, deal)).toBe(reason('App restriction not satisfied'))
    expect(await assertion({ dataset: { workerpoolrestrict: elsewhere } }, deal)).toBe(
      reason('Workerpool restriction not satisfied'),
    )
    expect(await assertion({ dataset: { requesterrestrict: elsewhere } }, deal)).toBe(
      reason('Requester restriction not satisfied'),
    )
    expect(await assertion({ dataset: { tag: tag(1) } }, deal)).toBe(reason('Tag compatibility not satisfied'))
    expect(await assertion({ dataset: { tag: tag(0xe) } }, deal)).toBe('ok')
  })

  test('need a dataset that answers', async () => {
    const { chain, hub } = market
    const { deal } = await market.deal({ dataset: null })
    const none = [{ ...NO_DATASET_ORDER, volume: 1n }, deal]
    expect(await chain.refusal(accounts.stranger, hub, 'assertDatasetDealCompatibility', none)).toBe('(empty)')
  })
})
