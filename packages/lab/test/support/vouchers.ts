import { voucherAbi, voucherHubAbi } from '@iexec-sim/contracts'
import type { Hex } from '@iexec-sim/protocol'
import { Interface } from 'ethers'
import { afterEach, beforeEach } from 'vitest'
import { accounts, type Role } from '../../src/world/accounts.ts'
import type { Target } from '../../src/world/lab-chain.ts'
import { type Changes, Market } from '../../src/world/market.ts'

/** A day in seconds. */
export const DAY = 86_400
/** Credit of the requester's voucher, nRLC. */
export const CREDIT = 1000n
/** The market of the running test. */
export let market: Market
/** Its VoucherHub. */
export let voucherHub: Target
/** The requester's voucher. */
export let voucher: Target

/**
 * Opens a market with vouchers for each test of a file.
 *
 * Type 1 pays for the app (3) and the pool (25), not for the dataset (2). The requester has a
 * voucher of it.
 */
export function useVouchers(): void {
  beforeEach(async () => {
    market = await Market.open()
    voucherHub = {
      address: market.chain.genesis.addresses.voucherHub!,
      abi: new Interface(voucherHubAbi),
    }
    await send('owner', voucherHub, 'createVoucherType', 'test', 10 * DAY)
    for (const asset of [market.app, market.workerpool])
      await send('owner', voucherHub, 'addEligibleAsset', 1, asset)
    await fund(10_000n)
    await send('owner', voucherHub, 'createVoucher', accounts.requester, 1, CREDIT)
    voucher = {
      address: await read(voucherHub, 'getVoucher', accounts.requester),
      abi: new Interface(voucherAbi),
    }
  })
  afterEach(() => market[Symbol.asyncDispose]())
}

/** Sends a transaction that must succeed. */
export const send = (by: Role, target: Target, name: string, ...args: unknown[]) =>
  market.chain.send(accounts[by], target, name, args)
/** Sends a transaction; returns why it was refused, or `ok`. */
export const refusal = (by: Role, target: Target, name: string, ...args: unknown[]) =>
  market.chain.refusal(accounts[by], target, name, args)
/** Reads from a contract. */
export const read = (target: Target, name: string, ...args: unknown[]) =>
  market.chain.read(target, name, ...args)
/** Deposits nRLC on the hub for the VoucherHub. */
const fund = (amount: bigint) =>
  market.chain.send(
    accounts.owner,
    market.hub,
    'depositFor',
    [voucherHub.address],
    amount * 10n ** 9n,
  )
/** Staked RLC on the hub. */
export const staked = (of: Hex) => read(market.hub, 'balanceOf', of)
/** A test whose changes of the chain are taken back. */
export const scratch = (body: () => Promise<void>) => () => market.chain.scratch(body)
/** Signed orders of a deal, in the order of `matchOrders`. */
export const orders = async (changes: Changes = {}) => {
  const { app, dataset, workerpool, request } = await market.signed(changes)
  return [app, dataset, workerpool, request] as const
}
