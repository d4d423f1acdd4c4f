import { MaxUint256, ZeroAddress } from 'ethers'
import { group } from '../scenario.ts'
import { accounts } from '../world/accounts.ts'
import type { World } from '../world/world.ts'

const { requester, stranger, sponsor } = accounts

async function moves(w: World): Promise<void> {
  await w.call('requester', 'transfer', [sponsor, 10], ['Transfer(requester, sponsor, 10)'])
  await w.outcome('requester', 'transfer', [sponsor, 991], '(empty)')
  await w.outcome('requester', 'transfer', [ZeroAddress, 1], 'ERC20: transfer to the zero address')
  await w.view('balanceOf', [sponsor], 10n)
}

async function allowances(w: World): Promise<void> {
  await w.call('requester', 'approve', [sponsor, 10], ['Approval(requester, sponsor, 10)'])
  await w.call(
    'sponsor',
    'transferFrom',
    [requester, stranger, 4],
    ['Transfer(requester, stranger, 4)', 'Approval(requester, sponsor, 6)'],
  )
  await w.outcome('sponsor', 'transferFrom', [requester, stranger, 7], '(empty)')
  await w.outcome(
    'sponsor',
    'transferFrom',
    [ZeroAddress, stranger, 0],
    'ERC20: transfer from the zero address',
  )
  await w.call('requester', 'increaseAllowance', [sponsor, 5])
  await w.view('allowance', [requester, sponsor], 11n)
  await w.call('requester', 'decreaseAllowance', [sponsor, 1])
  await w.view('allowance', [requester, sponsor], 10n)
  await w.outcome('requester', 'decreaseAllowance', [sponsor, 11], '(empty)')
  await w.outcome('requester', 'approve', [ZeroAddress, 1], 'ERC20: approve to the zero address')
}

async function endless(w: World): Promise<void> {
  await w.call('requester', 'approve', [sponsor, MaxUint256])
  await w.call('sponsor', 'transferFrom', [requester, stranger, 4])
  await w.view('allowance', [requester, sponsor], MaxUint256 - 4n)
}

async function spenders(w: World): Promise<void> {
  const spender = await w.chain.deploy(stranger, 'DepositorDouble')
  await w.call(
    'requester',
    'approveAndCall',
    [spender.address, 9, '0x'],
    ['Approval(requester, DepositorDouble 1, 9)'],
  )
  await w.chain.quietly(() => w.chain.send(stranger, spender, 'setAccepts', [false]))
  await w.outcome('requester', 'approveAndCall', [spender.address, 9, '0x'], 'approval-refused')
}

async function lockedMoney(w: World): Promise<void> {
  await w.market.deposit('poolOwner', 100n)
  await w.market.deal()
  await w.view('balanceOf', [requester], 970n)
  await w.view('frozenOf', [requester], 30n)
  await w.view('viewAccountABILegacy', [requester], [970n, 30n])
  await w.outcome('requester', 'withdraw', [971], '(empty)')
  await w.outcome('requester', 'transfer', [stranger, 971], '(empty)')
}

const funded = ['requester'] as const

/** The hub as an ERC-20. */
export const srlc = group('SRLC', [
  { name: 'free money is moved', funded, run: moves },
  { name: 'the money of others is moved within an allowance', funded, run: allowances },
  { name: 'the greatest allowance shrinks as any other', funded, run: endless },
  { name: 'a spender is notified of its allowance', funded, run: spenders },
  { name: 'free and locked money are returned apart', funded, run: lockedMoney },
])
