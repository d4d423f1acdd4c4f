import type { Hex, MatchedOrders } from '@iexec-sim/protocol'
import { group, inMode } from '../scenario.ts'
import { accounts, type Role } from '../world/accounts.ts'
import type { Changes } from '../world/market.ts'
import type { World } from '../world/world.ts'

const calldata = (w: World, o: MatchedOrders, fn = 'matchOrders') =>
  w.hub.abi.encodeFunctionData(fn, [o.app, o.dataset, o.workerpool, o.request]) as Hex
const approveAndCall = (w: World, amount: number, data: Hex, by: Role = 'requester') =>
  w.chain.refusal(accounts[by], w.chain.rlc, 'approveAndCall', [w.hub.address, amount, data])

async function oneTransaction(w: World): Promise<void> {
  const { chain, hub, market } = w
  const orders = await market.signed({ dataset: null })
  const args = [hub.address, 28, calldata(w, orders)]
  const receipt = await chain.send(accounts.requester, chain.rlc, 'approveAndCall', args)
  w.check('events of it', market.story(receipt), [
    'RLC.Approval(requester, hub, 28)',
    'RLC.Transfer(requester, hub, 28)',
    'Transfer(zero, requester, 28)',
    'Transfer(requester, hub, 28)',
    'Lock(requester, 28)',
    'Transfer(poolOwner, hub, 7)',
    'Lock(poolOwner, 7)',
    'SchedulerNotice(workerpool)',
    'OrdersMatched(1)',
  ])
  await w.money({ requester: '0/28' })
  const deal = await chain.read(hub, 'viewDeal', market.dealId(orders))
  w.check(
    'the deal',
    [deal.requester, deal.sponsor, deal.botSize],
    [accounts.requester, accounts.requester, 1n],
  )
}

async function change(w: World): Promise<void> {
  await w.market.deposit('requester', 10n)
  w.check(
    '20 on top of 10',
    await approveAndCall(w, 20, calldata(w, await w.market.signed())),
    'ok',
  )
  await w.money({ requester: '0/30' })
  w.check('45', await approveAndCall(w, 45, calldata(w, await w.market.signed())), 'ok')
  await w.money({ requester: '15/60' })
}

async function ofOthers(w: World): Promise<void> {
  const data = calldata(w, await w.market.signed())
  w.check(
    'by the sponsor',
    await approveAndCall(w, 30, data, 'sponsor'),
    'CallerIsNotTheRequester()',
  )
  await w.chain.send(accounts.requester, w.chain.rlc, 'approve', [w.hub.address, 30])
  await w.outcome(
    'stranger',
    'receiveApproval',
    [accounts.requester, 30, w.chain.rlc.address, data],
    'ok',
  )
  await w.money({ requester: '0/30' })
}

async function otherCalls(w: World): Promise<void> {
  w.check(
    'an unknown one',
    await approveAndCall(w, 30, '0x12345678'),
    'UnsupportedOperation(0x12345678)',
  )
  const sponsored = calldata(w, await w.market.signed(), 'sponsorMatchOrders')
  w.check(
    'a sponsored match',
    await approveAndCall(w, 30, sponsored),
    'UnsupportedOperation(0x2f391533)',
  )
  for (const data of ['0x00', '0x156194', '0x156194d4', '0x156194d4deadbeef'] as const)
    w.check(data, await approveAndCall(w, 30, data), '(empty)')
}

async function refusals(w: World): Promise<void> {
  const refused = async (label: string, amount: number, changes: Changes, expected: string) =>
    w.check(
      label,
      await approveAndCall(w, amount, calldata(w, await w.market.signed(changes))),
      expected,
    )
  const nowhere = accounts.stranger
  await refused('a price too high', 30, { app: { appprice: 4n } }, 'iExecV5-matchOrders-0x03')
  await refused('too little money', 29, {}, 'IexecEscrow: Transfer amount exceeds balance')
  await refused(
    'an app without code',
    30,
    { app: { app: nowhere }, request: { app: nowhere } },
    'OperationFailed()',
  )
  await w.money({ requester: '0/0' })
  w.check(
    'what is approved',
    await w.chain.read(w.chain.rlc, 'allowance', accounts.requester, w.hub.address),
    0n,
  )
}

const token = inMode('token', 'poolOwner')

/** Money and deal in one transaction. */
export const depositAndMatch = group('deposit and match', [
  token('the requester pays and gets its deal in one transaction', oneTransaction),
  token('money beyond the price stays free, and free money counts', change),
  token('any account may pass an approval on, with a deal of the approver alone', ofOthers),
  token('an approval calls matchOrders alone', otherCalls),
  token('a refused match has its reason and takes no money', refusals),
])
