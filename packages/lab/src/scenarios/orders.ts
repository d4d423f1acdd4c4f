import type { Hex, OrderKind } from '@iexec-sim/protocol'
import { group, type Scenario } from '../scenario.ts'
import { accounts, type Role, wallets } from '../world/accounts.ts'
import { operationTypedData } from '../world/operations.ts'
import type { World } from '../world/world.ts'

type Kind = readonly [
  kind: OrderKind,
  key: 'app' | 'dataset' | 'workerpool' | 'request',
  actor: Role,
]
const kinds: readonly Kind[] = [
  ['AppOrder', 'app', 'appOwner'],
  ['DatasetOrder', 'dataset', 'datasetOwner'],
  ['WorkerpoolOrder', 'workerpool', 'poolOwner'],
  ['RequestOrder', 'request', 'requester'],
]

const management = ([kind, key, actor]: Kind): Scenario => ({
  name: `${kind}s are signed, closed and broadcast`,
  async run(w) {
    const { market } = w
    const manage = `manage${kind}`
    const order = market.orders()[key]
    const hash = market.hash(kind, order)
    const signed = await w.call(actor, manage, [[order, 0, '0x']], [`Signed${kind}()`])
    w.check('the order signed', [...signed.logs[0]!.args], [hash])
    await w.view('viewPresigned', [hash], accounts[actor])
    await w.view('verifyPresignature', [accounts[actor], hash], true)
    await w.view('verifyPresignature', [accounts.stranger, hash], false)
    for (const _ of ['once', 'again']) {
      await w.call(actor, manage, [[order, 1, '0x']], [`Closed${kind}()`])
      await w.view('viewConsumed', [hash], order.volume)
    }
    await w.outcome(actor, manage, [[order, 2, '0x']], '(empty)')
    await broughtByOthers(w, kind, key, actor)
    const { logs } = await w.chain.send(accounts.stranger, w.hub, `broadcast${kind}`, [order])
    w.check(
      'what is broadcast',
      [logs[0]!.name, logs[0]!.args[0].toObject()],
      [`Broadcast${kind}`, order],
    )
  },
})

async function broughtByOthers(w: World, ...[kind, key, actor]: Kind): Promise<void> {
  const order = w.market.orders()[key]
  const { domain, types, value } = operationTypedData(kind, order, 1, w.market.domain)
  const sign = (by: Role) => wallets[by].signTypedData(domain, types, value)
  const manage = (operation: number, s: string, expected: string) =>
    w.outcome('stranger', `manage${kind}`, [[order, operation, s]], expected)
  await manage(1, await sign('stranger'), 'invalid-sender-or-signature')
  await manage(0, await sign(actor), 'invalid-sender-or-signature')
  await manage(1, '0x', 'invalid-signature-format')
  await manage(1, await sign(actor), 'ok')
}

async function closed(w: World): Promise<void> {
  const orders = await w.market.signed()
  await w.call('requester', 'manageRequestOrder', [[orders.request, 1, '0x']])
  w.check(
    'a match of a closed order',
    await w.market.matchRefusal(orders),
    'iExecV5-matchOrders-0x60',
  )
}

async function byContract(w: World): Promise<void> {
  const signer = await w.chain.deploy(accounts.stranger, 'SignerDouble')
  const request = { ...w.market.orders().request, requester: signer.address as Hex }
  await w.outcome(
    'stranger',
    'manageRequestOrder',
    [[request, 0, '0x']],
    'invalid-sender-or-signature',
  )
  await w.chain.quietly(() => w.chain.send(accounts.stranger, signer, 'setAnswer', ['0x1626ba7e']))
  await w.outcome('stranger', 'manageRequestOrder', [[request, 0, '0x']], 'ok')
}

/** Orders on chain. */
export const orders = group('orders', [
  ...kinds.map(management),
  { name: 'a closed order matches no more', run: closed },
  { name: 'a signer that is a contract verifies operations too', run: byContract },
])
