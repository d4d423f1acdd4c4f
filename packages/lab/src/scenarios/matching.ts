import { type Address, type MatchedOrders, NO_DATASET_ORDER, taskIdOf } from '@iexec-sim/protocol'
import { group, type Scenario } from '../scenario.ts'
import { accounts } from '../world/accounts.ts'
import { type Changes, tag } from '../world/market.ts'
import type { World } from '../world/world.ts'

const rule = (code: string) => `iExecV5-matchOrders-${code}`
const elsewhere = accounts.stranger

/** Signs orders and checks the result of a match, which is then reverted. */
async function match(w: World, label: string, changes: Changes, expected: string): Promise<void> {
  w.check(label, await w.market.matchRefusal(await w.market.signed(changes)), expected)
}

const rules: readonly (readonly [code: string, what: string, changes: Changes])[] = [
  ['0x00', 'another category', { request: { category: 1n } }],
  ['0x01', 'an unknown category', { request: { category: 5n }, workerpool: { category: 5n } }],
  ['0x02', 'more trust than the pool gives', { request: { trust: 11n } }],
  ['0x03', 'an app above its price', { app: { appprice: 4n } }],
  ['0x04', 'a dataset above its price', { dataset: { datasetprice: 3n } }],
  ['0x05', 'a workerpool above its price', { workerpool: { workerpoolprice: 26n } }],
  ['0x06', 'a tag the pool does not have', { request: { tag: tag(0x100) } }],
  [
    '0x07',
    'an enclave the app does not have',
    { request: { tag: tag(1) }, workerpool: { tag: tag(1) } },
  ],
  ['0x10', 'another app', { request: { app: elsewhere } }],
  ['0x11', 'another dataset', { request: { dataset: elsewhere } }],
  ['0x12', 'another workerpool', { request: { workerpool: elsewhere } }],
  ['0x13', "the app's dataset restriction", { app: { datasetrestrict: elsewhere } }],
  ['0x14', "the app's workerpool restriction", { app: { workerpoolrestrict: elsewhere } }],
  ['0x15', "the app's requester restriction", { app: { requesterrestrict: elsewhere } }],
  ['0x16', "the dataset's app restriction", { dataset: { apprestrict: elsewhere } }],
  ['0x17', "the dataset's workerpool restriction", { dataset: { workerpoolrestrict: elsewhere } }],
  ['0x18', "the dataset's requester restriction", { dataset: { requesterrestrict: elsewhere } }],
  ['0x19', "the workerpool's app restriction", { workerpool: { apprestrict: elsewhere } }],
  ['0x1a', "the workerpool's dataset restriction", { workerpool: { datasetrestrict: elsewhere } }],
  [
    '0x1b',
    "the workerpool's requester restriction",
    { workerpool: { requesterrestrict: elsewhere } },
  ],
  ['0x60', 'an app order without volume', { app: { volume: 0n } }],
  ['0x60', 'a dataset order without volume', { dataset: { volume: 0n } }],
  ['0x60', 'a workerpool order without volume', { workerpool: { volume: 0n } }],
  ['0x60', 'a request without volume', { request: { volume: 0n } }],
]

async function everyRule(w: World): Promise<void> {
  for (const [code, what, changes] of rules) await match(w, what, changes, rule(code))
  await match(w, 'orders that fit together', {}, 'ok')
}

async function strangersSignatures(w: World): Promise<void> {
  const { market } = w
  const signed: readonly (readonly [
    string,
    (o: MatchedOrders) => Promise<Partial<MatchedOrders>>,
  ])[] = [
    ['0x21', async (o) => ({ app: await market.sign('AppOrder', o.app, 'stranger') })],
    ['0x31', async (o) => ({ dataset: await market.sign('DatasetOrder', o.dataset, 'stranger') })],
    [
      '0x41',
      async (o) => ({ workerpool: await market.sign('WorkerpoolOrder', o.workerpool, 'stranger') }),
    ],
    ['0x50', async (o) => ({ request: await market.sign('RequestOrder', o.request, 'stranger') })],
  ]
  for (const [code, sign] of signed) {
    const orders = await market.signed()
    w.check(
      `the wrong signer ${code}`,
      await market.matchRefusal({ ...orders, ...(await sign(orders)) }),
      rule(code),
    )
  }
}

async function unregistered(w: World): Promise<void> {
  const kinds = { app: '0x20', dataset: '0x30', workerpool: '0x40' } as const
  for (const [kind, code] of Object.entries(kinds)) {
    const asset = await w.chain.deploy(accounts.stranger, 'AssetDouble')
    const owner =
      kind === 'app'
        ? accounts.appOwner
        : kind === 'dataset'
          ? accounts.datasetOwner
          : accounts.poolOwner
    await w.chain.quietly(() => w.chain.send(accounts.stranger, asset, 'setOwner', [owner]))
    const request = kind === 'workerpool' ? {} : { [kind]: asset.address }
    await match(
      w,
      `an unregistered ${kind}`,
      { [kind]: { [kind]: asset.address }, request },
      rule(code),
    )
    const nowhere = kind === 'workerpool' ? {} : { [kind]: elsewhere }
    await match(
      w,
      `${kind} without code`,
      { [kind]: { [kind]: elsewhere }, request: nowhere },
      '(empty)',
    )
  }
}

async function precedence(w: World): Promise<void> {
  const { market } = w
  const unsigned = market.orders({ workerpool: { requesterrestrict: elsewhere } })
  w.check('terms before signatures', await market.matchRefusal(unsigned), rule('0x1b'))
  const orders = await market.signed()
  for (const kind of ['app', 'dataset', 'workerpool', 'request'] as const) {
    const stripped = { ...orders, [kind]: { ...orders[kind], sign: '0x' } }
    w.check(
      `no signature of the ${kind}`,
      await market.matchRefusal(stripped),
      'invalid-signature-format',
    )
  }
}

async function payers(w: World): Promise<void> {
  const { market } = w
  const poor = 'IexecEscrow: Transfer amount exceeds balance'
  const orders = await market.signed({
    workerpool: { workerpoolprice: 4000n },
    request: { workerpoolmaxprice: 4000n },
  })
  w.check('a requester without the price', await market.matchRefusal(orders), poor)
  await market.deposit('requester', 4000n)
  w.check('a pool without the stake', await market.matchRefusal(orders), poor)
  await market.deposit('poolOwner', 200n)
  w.check('both with enough', await market.matchRefusal(orders), 'ok')
}

/** Of two broken rules the first is named; if both change one field, it has the first's value. */
async function order(w: World): Promise<void> {
  const codes = rules.filter(([code], i) => code !== rules[i - 1]?.[0])
  for (const [i, [code, what, first]] of codes.entries()) {
    const next = codes[i + 1]
    if (!next) continue
    const both: Record<string, object> = {}
    for (const kind of ['app', 'dataset', 'workerpool', 'request'] as const)
      both[kind] = { ...next[2][kind], ...first[kind] }
    await match(w, `${what}, and ${next[1]}`, both, rule(code))
  }
}

async function bounds(w: World): Promise<void> {
  const { app, dataset, workerpool } = w.market
  const pool = { workerpoolrestrict: workerpool }
  const requester = { requesterrestrict: accounts.requester }
  await match(w, 'as much trust as the pool gives', { request: { trust: 10n } }, 'ok')
  await match(
    w,
    'a tag of the app alone the pool does not have',
    { app: { tag: tag(0x100) } },
    rule('0x06'),
  )
  await match(w, 'a request for the workerpool', { request: { workerpool } }, 'ok')
  await match(
    w,
    'an app for the others',
    { app: { datasetrestrict: dataset, ...pool, ...requester } },
    'ok',
  )
  await match(
    w,
    'a dataset for the others',
    { dataset: { apprestrict: app, ...pool, ...requester } },
    'ok',
  )
  const forAll = { apprestrict: app, datasetrestrict: dataset, ...requester }
  await match(w, 'a workerpool for the others', { workerpool: forAll }, 'ok')
}

async function absentRestrictions(w: World): Promise<void> {
  const orders = await w.market.signed({ dataset: null })
  for (const [field, code] of [
    ['apprestrict', '0x16'],
    ['workerpoolrestrict', '0x17'],
    ['requesterrestrict', '0x18'],
  ] as const) {
    const dataset = { ...NO_DATASET_ORDER, [field]: elsewhere }
    w.check(`its ${field}`, await w.market.matchRefusal({ ...orders, dataset }), rule(code))
  }
}

async function absentDataset(w: World): Promise<void> {
  const { market } = w
  await match(
    w,
    'a restriction to it',
    { dataset: null, app: { datasetrestrict: market.dataset } },
    rule('0x13'),
  )
  const orders = await market.signed({ dataset: null })
  const priced = (datasetprice: bigint) => ({
    ...orders,
    dataset: { ...NO_DATASET_ORDER, datasetprice },
  })
  w.check('a price above what is given', await market.matchRefusal(priced(3n)), rule('0x04'))
  w.check(
    'a price',
    market.story(await market.matchOrders(priced(2n))).includes('Lock(requester, 28)'),
    true,
  )
  const deal = await w.chain.read(w.hub, 'viewDeal', market.dealId(orders))
  w.check('the price in the deal', deal.dataset.price, 0n)
}

async function group734(w: World): Promise<void> {
  const { market } = w
  const group = await w.chain.deploy(accounts.stranger, 'SignerDouble')
  const give = (key: string, purpose: number) =>
    w.chain.quietly(() => w.chain.send(elsewhere, group, 'addKey', [key, purpose]))
  const orders = await market.signed({ app: { requesterrestrict: group.address as Address } })
  const key = `0x${accounts.requester.slice(2).padStart(64, '0')}`
  w.check('no member', await market.matchRefusal(orders), rule('0x15'))
  await give(key, 3)
  w.check('a member for another purpose', await market.matchRefusal(orders), rule('0x15'))
  await give(key, 4)
  w.check('a member', await market.matchRefusal(orders), 'ok')
  await match(
    w,
    'a contract that is no group',
    { app: { requesterrestrict: market.workerpool } },
    rule('0x15'),
  )
}

async function frameworks(w: World): Promise<void> {
  const { market } = w
  const orders = await market.signed({ dataset: { tag: tag(0x2) } })
  const alone = w.chain.ignoresTeeFramework ? 'ok' : rule('0x06')
  w.check('a framework in the dataset order alone', await market.matchRefusal(orders), alone)
  const tee = { dataset: { tag: tag(1) }, workerpool: { tag: tag(1) } }
  await match(w, 'an enclave the app has not', tee, rule('0x07'))
  await match(w, 'an enclave', { ...tee, app: { tag: tag(1) } }, 'ok')
  await match(w, 'something the pool has not', { dataset: { tag: tag(0x100) } }, rule('0x06'))
}

async function tags(w: World): Promise<void> {
  const { market } = w
  const orders = await market.signed({
    app: { tag: tag(0x3) },
    dataset: { tag: tag(0x105) },
    request: { tag: tag(0x1) },
    workerpool: { tag: tag(0xf0f) },
  })
  await market.matchOrders(orders)
  const deal = await w.chain.read(w.hub, 'viewDeal', market.dealId(orders))
  w.check('tag of the deal', deal.tag, tag(w.chain.ignoresTeeFramework ? 0x103 : 0x107))
}

async function parts(w: World): Promise<void> {
  const { market } = w
  const volumes = {
    app: { volume: 5n },
    dataset: { volume: 7n },
    workerpool: { volume: 3n },
    request: { volume: 10n },
  }
  const orders = await market.signed(volumes)
  await market.matchOrders(orders)
  const deal = await w.chain.read(w.hub, 'viewDeal', market.dealId(orders))
  w.check('the first part', [deal.botFirst, deal.botSize], [0n, 3n])
  for (const [kind, order] of [
    ['AppOrder', orders.app],
    ['DatasetOrder', orders.dataset],
    ['WorkerpoolOrder', orders.workerpool],
    ['RequestOrder', orders.request],
  ] as const)
    await w.view('viewConsumed', [market.hash(kind, order)], 3n)
  w.check('the same again', await market.matchRefusal(orders), rule('0x60'))

  const { workerpool } = await market.signed({ workerpool: { volume: 100n } })
  const again = { ...orders, workerpool }
  await w.view('computeDealVolume', [again.app, again.dataset, again.workerpool, again.request], 2n)
  await market.matchOrders(again)
  const secondId = market.dealId(orders, 3n)
  const second = await w.chain.read(w.hub, 'viewDeal', secondId)
  w.check('the second part', [second.botFirst, second.botSize], [3n, 2n])
  await w.outcome('stranger', 'initialize', [secondId, 2], '(empty)')
  await w.outcome('stranger', 'initialize', [secondId, 5], '(empty)')
  await w.outcome('stranger', 'initialize', [secondId, 3], 'ok')
  await w.outcome('stranger', 'initialize', [secondId, 4], 'ok')
  await w.task(taskIdOf(secondId, 3), { idx: 3n })
}

const suite: readonly Scenario[] = [
  { name: 'every rule has its code', run: everyRule },
  { name: 'every order needs the signature of its maker', run: strangersSignatures },
  { name: 'assets are registered and have code', run: unregistered },
  {
    name: 'terms come before signatures, and the format of a signature before its code',
    run: precedence,
  },
  { name: 'of two broken rules the first is named', run: order },
  { name: 'values at the limit of a rule are allowed', run: bounds },
  { name: 'an order without a dataset restricts like any other', run: absentRestrictions },
  { name: 'either payer needs the money', run: payers },
  { name: 'an absent dataset costs nothing and is not checked', run: absentDataset },
  { name: 'a restriction can be a group whose members have purpose 4', run: group734 },
  { name: 'a dataset order asks for tags', run: frameworks },
  { name: 'the deal wants what app, dataset and request want together', run: tags },
  { name: 'a request is matched in parts, as far as the other orders go', run: parts },
]

/** Which orders make a deal. */
export const matching = group('matching', suite)
