import type { Hex } from '@iexec-sim/protocol'
import { ZeroAddress } from 'ethers'
import { group, inMode } from '../scenario.ts'
import { accounts } from '../world/accounts.ts'
import { checkWithdrawn15, recover55 } from '../world/escrow-steps.ts'
import type { World } from '../world/world.ts'

const { requester, stranger, sponsor, enclave } = accounts
const rlcOf = (w: World, of: Hex): Promise<bigint> => w.chain.read(w.chain.rlc, 'balanceOf', of)
const approve = (w: World, amount: bigint) =>
  w.chain.send(requester, w.chain.rlc, 'approve', [w.hub.address, amount])

async function deposits(w: World): Promise<void> {
  const before = await rlcOf(w, requester)
  await approve(w, 5n)
  await w.call(
    'requester',
    'deposit',
    [3],
    ['RLC.Transfer(requester, hub, 3)', 'Transfer(zero, requester, 3)'],
  )
  await w.money({ requester: '1003/0' })
  w.check('what it cost', before - (await rlcOf(w, requester)), 3n)
  w.check('what the hub holds', await rlcOf(w, w.hub.address), 1003n)
  await w.outcome('requester', 'deposit', [3], '(empty)')
  await w.outcome('requester', 'deposit', [2], 'ok')
  const all = await rlcOf(w, requester)
  await approve(w, all + 1n)
  await w.outcome('requester', 'deposit', [all + 1n], '(empty)')
}

async function forOthers(w: World): Promise<void> {
  await approve(w, 8n)
  await w.call(
    'requester',
    'depositFor',
    [4, sponsor],
    ['RLC.Transfer(requester, hub, 4)', 'Transfer(zero, sponsor, 4)'],
  )
  await w.outcome('requester', 'depositFor', [4, ZeroAddress], 'ERC20: mint to the zero address')
  const both = [sponsor, stranger]
  await w.call(
    'requester',
    'depositForArray',
    [[1, 2], both],
    [
      'RLC.Transfer(requester, hub, 1)',
      'Transfer(zero, sponsor, 1)',
      'RLC.Transfer(requester, hub, 2)',
      'Transfer(zero, stranger, 2)',
    ],
  )
  await w.outcome('requester', 'depositForArray', [[1, 1], both], '(empty)')
  await w.outcome('requester', 'depositForArray', [[1], both], 'invalid-array-length')
}

async function badToken(w: World): Promise<void> {
  await moveNothing(w)
  await w.outcome('requester', 'deposit', [1], 'failed-transferFrom')
}

async function badWithdrawal(w: World): Promise<void> {
  await moveNothing(w)
  await w.outcome('requester', 'withdraw', [1], 'ok')
  await w.outcome('requester', 'withdrawTo', [2, sponsor], 'ok')
  await w.money({ requester: '997/0', sponsor: '0/0' })
}

async function moveNothing({ chain }: World): Promise<void> {
  const double = await chain.deploy(stranger, 'TokenDouble')
  await chain.rpc(
    'hardhat_setCode',
    chain.rlc.address,
    await chain.rpc('eth_getCode', double.address, 'latest'),
  )
}

async function notInCoins(w: World): Promise<void> {
  const { chain, hub } = w
  const send = async (label: string, data: Hex, value: bigint) =>
    w.check(label, await chain.rawRefusal(requester, hub.address, data, value), 'fallback-disabled')
  await send('a plain transfer', '0x', 1n)
  await send('a plain transfer of nothing', '0x', 0n)
  await send('a deposit of coins', '0xd0e30db0', 10n ** 9n)
  await send('an unknown function', '0x12345678', 0n)
}

async function withdrawals(w: World): Promise<void> {
  const before = await rlcOf(w, requester)
  await w.call(
    'requester',
    'withdraw',
    [10],
    ['Transfer(requester, zero, 10)', 'RLC.Transfer(hub, requester, 10)'],
  )
  w.check('what came', (await rlcOf(w, requester)) - before, 10n)
  await w.call('requester', 'withdrawTo', [5, enclave])
  w.check('what another got', await rlcOf(w, enclave), 5n)
  await checkWithdrawn15(w)
}

async function recovery(w: World): Promise<void> {
  const { chain, hub } = w
  await chain.send(requester, chain.rlc, 'transfer', [hub.address, 55])
  await recover55(w)
}

async function approvals(w: World): Promise<void> {
  const { chain, hub, market } = w
  const receipt = await chain.send(requester, chain.rlc, 'approveAndCall', [hub.address, 100, '0x'])
  w.check('events of an approval with a call', market.story(receipt), [
    'RLC.Approval(requester, hub, 100)',
    'RLC.Transfer(requester, hub, 100)',
    'Transfer(zero, requester, 100)',
  ])
  await w.view('totalSupply', [], 1100n)
  const { address } = chain.rlc
  await w.outcome('stranger', 'receiveApproval', [requester, 7, address, '0x'], '(empty)')
  await approve(w, 7n)
  await w.outcome('stranger', 'receiveApproval', [requester, 7, address, '0x'], 'ok')
  await w.money({ requester: '1107/0', stranger: '0/0' })
  await approve(w, 7n)
  await w.outcome('requester', 'receiveApproval', [requester, 7, stranger, '0x'], 'wrong-token')
  await w.outcome('requester', 'receiveApproval', [requester, 7, ZeroAddress, '0x'], 'wrong-token')
}

const token = inMode('token', 'requester')

/** Escrow of the RLC token. */
export const tokenEscrow = group('token escrow', [
  token('a deposit pulls only approved money', deposits),
  token(
    'a deposit can be for another account or for many, but not for the zero address',
    forOthers,
  ),
  token('a deposit of a token that moves nothing fails', badToken),
  token('a withdrawal of a token that moves nothing is lost', badWithdrawal),
  token('nothing is deposited in the currency of the chain', notInCoins),
  token('withdrawals pay out only free money', withdrawals),
  token('the owner recovers money that came without a deposit', recovery),
  token('an approval that comes with a call is a deposit', approvals),
])
