import { type Address, type MatchedOrders, NO_DATASET_ORDER, taskIdOf } from '@iexec-sim/protocol'
import { Signature } from 'ethers'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Hex } from '../src/index.ts'
import { accounts } from './support/accounts.ts'
import { escrows, type Target } from './support/chain.ts'
import { type Changes, Market, tag } from './support/market.ts'

describe.each(escrows)('with a %s escrow', (escrow) => {
  let market: Market
  let double: Target
  beforeAll(async () => {
    market = await Market.open(undefined, escrow)
    double = await market.chain.deploy(accounts.stranger, 'SignerDouble')
  })
  afterAll(() => market[Symbol.asyncDispose]())

  const rule = (code: string) => `iExecV5-matchOrders-${code}`
  const elsewhere = accounts.stranger

  describe('each rule has its code', () => {
    const cases: [code: string, changes: Changes][] = [
      ['0x00', { request: { category: 1n } }],
      ['0x01', { request: { category: 5n }, workerpool: { category: 5n } }],
      ['0x02', { request: { trust: 11n } }],
      ['0x03', { app: { appprice: 4n } }],
      ['0x04', { dataset: { datasetprice: 3n } }],
      ['0x05', { workerpool: { workerpoolprice: 26n } }],
      ['0x06', { request: { tag: tag(0x100) } }],
      ['0x07', { request: { tag: tag(1) }, workerpool: { tag: tag(1) } }],
      ['0x10', { request: { app: elsewhere } }],
      ['0x11', { request: { dataset: elsewhere } }],
      ['0x12', { request: { workerpool: elsewhere } }],
      ['0x13', { app: { datasetrestrict: elsewhere } }],
      ['0x14', { app: { workerpoolrestrict: elsewhere } }],
      ['0x15', { app: { requesterrestrict: elsewhere } }],
      ['0x16', { dataset: { apprestrict: elsewhere } }],
      ['0x17', { dataset: { workerpoolrestrict: elsewhere } }],
      ['0x18', { dataset: { requesterrestrict: elsewhere } }],
      ['0x19', { workerpool: { apprestrict: elsewhere } }],
      ['0x1a', { workerpool: { datasetrestrict: elsewhere } }],
      ['0x1b', { workerpool: { requesterrestrict: elsewhere } }],
      ['0x60', { app: { volume: 0n } }],
      ['0x60', { dataset: { volume: 0n } }],
      ['0x60', { workerpool: { volume: 0n } }],
      ['0x60', { request: { volume: 0n } }],
    ]
    test.each(cases)('%s for %o', async (code, changes) => {
      expect(await market.matchRefusal(await market.signed(changes))).toBe(rule(code))
    })

    const signatures: [code: string, sign: (o: MatchedOrders) => Promise<Partial<MatchedOrders>>][] = [
      ['0x21', async (o) => ({ app: await market.sign('AppOrder', o.app, 'stranger') })],
      ['0x31', async (o) => ({ dataset: await market.sign('DatasetOrder', o.dataset, 'stranger') })],
      ['0x41', async (o) => ({ workerpool: await market.sign('WorkerpoolOrder', o.workerpool, 'stranger') })],
      ['0x50', async (o) => ({ request: await market.sign('RequestOrder', o.request, 'stranger') })],
    ]
    test.each(signatures)('%s for the signature of a stranger', async (code, sign) => {
      const orders = await market.signed()
      expect(await market.matchRefusal({ ...orders, ...(await sign(orders)) })).toBe(rule(code))
    })

    test.each([
      ['0x20', 'app'],
      ['0x30', 'dataset'],
      ['0x40', 'workerpool'],
    ] as const)('%s for an unregistered %s', async (code, kind) => {
      const asset = await market.chain.deploy(accounts.stranger, 'AssetDouble')
      await market.chain.send(accounts.stranger, asset, 'setOwner', [
        accounts[`${kind === 'workerpool' ? 'pool' : kind}Owner`],
      ])
      const request = kind === 'workerpool' ? {} : { [kind]: asset.address }
      const changes = { [kind]: { [kind]: asset.address }, request }
      expect(await market.matchRefusal(await market.signed(changes))).toBe(rule(code))
    })

    test('orders that fit together match', async () => {
      expect(await market.matchRefusal(await market.signed())).toBe('ok')
    })
  })

  test.each(['app', 'dataset', 'workerpool'] as const)('an %s without code reverts with no data', async (kind) => {
    const request = kind === 'workerpool' ? {} : { [kind]: elsewhere }
    expect(await market.matchRefusal(await market.signed({ [kind]: { [kind]: elsewhere }, request }))).toBe('(empty)')
  })

  test('terms and admission come before signatures, and the format of a signature before its code', async () => {
    const unsigned = market.orders({ workerpool: { requesterrestrict: elsewhere } })
    expect(await market.matchRefusal(unsigned)).toBe(rule('0x1b'))
    const orders = await market.signed()
    for (const kind of ['app', 'dataset', 'workerpool', 'request'] as const) {
      const stripped = { ...orders, [kind]: { ...orders[kind], sign: '0x' } }
      expect(await market.matchRefusal(stripped)).toBe('invalid-signature-format')
    }
  })

  test('either payer needs the money', async () => {
    const rich = { workerpool: { workerpoolprice: 4000n }, request: { workerpoolmaxprice: 4000n } }
    expect(await market.matchRefusal(await market.signed(rich))).toBe('IexecEscrow: Transfer amount exceeds balance')
    const orders = await market.signed(rich)
    await market.chain.scratch(async () => {
      await market.deposit('requester', 4000n)
      expect(await market.matchRefusal(orders)).toBe('IexecEscrow: Transfer amount exceeds balance') // now the pool
      await market.deposit('poolOwner', 200n)
      expect(await market.matchRefusal(orders)).toBe('ok')
    })
  })

  test('a restriction of an absent dataset refuses', async () => {
    const orders = await market.signed({ dataset: null, app: { datasetrestrict: market.dataset } })
    expect(await market.matchRefusal(orders)).toBe(rule('0x13'))
  })

  test('the price of an absent dataset counts nothing, but is checked', async () => {
    const orders = await market.signed({ dataset: null })
    const priced = { ...orders, dataset: { ...NO_DATASET_ORDER, datasetprice: 2n } }
    expect(await market.matchRefusal({ ...priced, dataset: { ...priced.dataset, datasetprice: 3n } })).toBe(
      rule('0x04'),
    )
    await market.chain.scratch(async () => {
      expect(market.story(await market.matchOrders(priced))).toContain('Lock(requester, 28)')
      const deal = await market.chain.read(market.hub, 'viewDeal', market.dealId(priced))
      expect(deal.dataset.price).toBe(0n)
    })
  })

  describe('signatures', () => {
    const withSign = async (change: (sign: string) => string) => {
      const orders = await market.signed()
      return { ...orders, request: { ...orders.request, sign: change(orders.request.sign) as Hex } }
    }

    test('of 64 bytes are as good as of 65', async () => {
      expect(await market.matchRefusal(await withSign((s) => Signature.from(s).compactSerialized))).toBe('ok')
    })

    test('with a high s are not valid', async () => {
      const order = 0xfffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141n
      const high = await withSign((text) => {
        const { r, s, v } = Signature.from(text)
        return `${r}${(order - BigInt(s)).toString(16).padStart(64, '0')}${v === 27 ? '1c' : '1b'}`
      })
      expect(await market.matchRefusal(high)).toBe(rule('0x50'))
    })

    test('with a v of 0 or 1 are not valid', async () => {
      const raw = await withSign((s) => `${s.slice(0, -2)}0${Signature.from(s).yParity}`)
      expect(await market.matchRefusal(raw)).toBe(rule('0x50'))
    })

    test('of a contract are its own decision', async () => {
      await market.chain.scratch(async () => {
        const { chain, hub } = market
        await chain.send(accounts.requester, hub, 'transfer', [double.address, 100n])
        const request = { requester: double.address as Address }
        const orders = { ...(await market.signed({ request })) }
        orders.request = { ...orders.request, sign: '0x' }
        expect(await market.matchRefusal(orders)).toBe(rule('0x50')) // it reverts
        await chain.send(accounts.stranger, double, 'setAnswer', ['0x12345678'])
        expect(await market.matchRefusal(orders)).toBe(rule('0x50'))
        await chain.send(accounts.stranger, double, 'setAnswer', ['0x1626ba7e'])
        expect(await market.matchRefusal(orders)).toBe('ok')
      })
    })

    test('given on chain beforehand make others unnecessary', async () => {
      await market.chain.scratch(async () => {
        const orders = await market.signed()
        const unsigned = {
          ...orders,
          app: { ...orders.app, sign: '0x' as Hex },
          request: { ...orders.request, sign: '0x' as Hex },
        }
        await market.chain.send(accounts.appOwner, market.hub, 'manageAppOrder', [[unsigned.app, 0, '0x']])
        await market.chain.send(accounts.requester, market.hub, 'manageRequestOrder', [[unsigned.request, 0, '0x']])
        expect(await market.matchRefusal(unsigned)).toBe('ok')
      })
    })

    test('are checked by the hub for anyone', async () => {
      const { chain, hub } = market
      const { request } = await market.signed()
      const digest = market.hash('RequestOrder', request)
      const by = (account: string, sign: string) => chain.read(hub, 'verifySignature', account, digest, sign)
      expect(await by(accounts.requester, request.sign)).toBe(true)
      expect(await by(accounts.stranger, request.sign)).toBe(false)
      expect(await by('0x0000000000000000000000000000000000000000', `0x${'00'.repeat(64)}1b`)).toBe(false)
      const malformed = [accounts.requester, digest, '0x00']
      expect(await chain.refusal(elsewhere, hub, 'verifySignature', malformed)).toBe('invalid-signature-format')
      const either = await chain.read(hub, 'verifyPresignatureOrSignature', accounts.requester, digest, request.sign)
      expect(either).toBe(true)
      expect(await chain.read(hub, 'verifyPresignature', accounts.requester, digest)).toBe(false)
    })
  })

  test('a restriction can be a group whose members have purpose 4', async () => {
    const orders = await market.signed({ app: { requesterrestrict: double.address as Address } })
    expect(await market.matchRefusal(orders)).toBe(rule('0x15'))
    await market.chain.scratch(async () => {
      const key = `0x${accounts.requester.slice(2).padStart(64, '0')}`
      await market.chain.send(elsewhere, double, 'addKey', [key, 3])
      expect(await market.matchRefusal(orders)).toBe(rule('0x15'))
      await market.chain.send(elsewhere, double, 'addKey', [key, 4])
      expect(await market.matchRefusal(orders)).toBe('ok')
    })
    // A contract that is no group admits nobody but itself.
    const noGroup = await market.signed({ app: { requesterrestrict: market.workerpool } })
    expect(await market.matchRefusal(noGroup)).toBe(rule('0x15'))
  })

  describe('tags', () => {
    test('a dataset order chooses no framework', async () => {
      await market.chain.scratch(async () => {
        const orders = await market.signed({ dataset: { tag: tag(0x2) } })
        await market.matchOrders(orders)
        expect((await market.chain.read(market.hub, 'viewDeal', market.dealId(orders))).tag).toBe(tag(0))
      })
    })

    test('a dataset order can ask for an enclave', async () => {
      const changes = { dataset: { tag: tag(1) }, workerpool: { tag: tag(1) } }
      expect(await market.matchRefusal(await market.signed(changes))).toBe(rule('0x07'))
      expect(await market.matchRefusal(await market.signed({ ...changes, app: { tag: tag(1) } }))).toBe('ok')
      expect(await market.matchRefusal(await market.signed({ dataset: { tag: tag(0x100) } }))).toBe(rule('0x06'))
    })

    test('the deal wants what app, dataset and request want together', async () => {
      await market.chain.scratch(async () => {
        const orders = await market.signed({
          app: { tag: tag(0x3) },
          dataset: { tag: tag(0x105) },
          request: { tag: tag(0x1) },
          workerpool: { tag: tag(0xf0f) },
        })
        await market.matchOrders(orders)
        expect((await market.chain.read(market.hub, 'viewDeal', market.dealId(orders))).tag).toBe(tag(0x103))
      })
    })
  })

  test('a request is matched in parts, as far as the other orders go', async () => {
    await market.chain.scratch(async () => {
      const { chain, hub } = market
      const orders = await market.signed({
        app: { volume: 5n },
        dataset: { volume: 7n },
        workerpool: { volume: 3n },
        request: { volume: 10n },
      })
      await market.matchOrders(orders)
      const deal = await chain.read(hub, 'viewDeal', market.dealId(orders))
      expect([deal.botFirst, deal.botSize]).toEqual([0n, 3n])
      for (const [kind, order] of [
        ['AppOrder', orders.app],
        ['DatasetOrder', orders.dataset],
        ['WorkerpoolOrder', orders.workerpool],
        ['RequestOrder', orders.request],
      ] as const) {
        expect(await chain.read(hub, 'viewConsumed', market.hash(kind, order))).toBe(3n)
      }
      expect(await market.matchRefusal(orders)).toBe(rule('0x60'))

      const { workerpool } = await market.signed({ workerpool: { volume: 100n } })
      const again = { ...orders, workerpool }
      expect(
        await chain.read(hub, 'computeDealVolume', again.app, again.dataset, again.workerpool, again.request),
      ).toBe(2n)
      await market.matchOrders(again)
      const secondId = market.dealId(orders, 3n)
      const second = await chain.read(hub, 'viewDeal', secondId)
      expect([second.botFirst, second.botSize]).toEqual([3n, 2n])
      for (const [index, outcome] of [
        [2, '(empty)'],
        [5, '(empty)'],
        [3, 'ok'],
        [4, 'ok'],
      ] as const) {
        expect(await chain.refusal(elsewhere, hub, 'initialize', [secondId, index])).toBe(outcome)
      }
      expect((await market.task(taskIdOf(secondId, 3))).idx).toBe(3n)
    })
  })
})
