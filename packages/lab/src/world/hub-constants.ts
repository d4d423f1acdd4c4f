import { ZeroAddress } from 'ethers'
import { KITTY } from './market.ts'

/**
 * Settings of a hub that every protocol shares, by the function that returns them. Ratios are
 * percent or multiples.
 */
export const HUB_CONSTANTS = {
  name: 'Staked RLC',
  symbol: 'SRLC',
  decimals: 9n,
  contribution_deadline_ratio: 7n,
  reveal_deadline_ratio: 2n,
  final_deadline_ratio: 10n,
  workerpool_stake_ratio: 30n,
  kitty_ratio: 10n,
  kitty_min: 1_000_000_000n,
  kitty_address: KITTY,
  groupmember_purpose: 4n,
  teebroker: ZeroAddress,
} as const
