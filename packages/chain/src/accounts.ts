import { type Address, developmentWallet, type Hex } from '@iexec-sim/protocol'
import type { FundedAccount } from './internal/edr.ts'

const COUNT = 10
const FUNDS = 10_000n * 10n ** 18n

/** A development account. */
export interface DevelopmentAccount extends FundedAccount {
  /** Checksummed address. */
  address: Address
  /** Private key, 32 bytes of hex. */
  privateKey: Hex
}

let derived: DevelopmentAccount[] | undefined

/**
 * The ten development accounts, each with 10,000 coins at genesis. Deriving keys is slow, so once
 * per process.
 */
export function developmentAccounts(): readonly DevelopmentAccount[] {
  derived ??= Array.from({ length: COUNT }, (_, i) => {
    const { address, privateKey } = developmentWallet(i)
    return { address: address as Address, privateKey: privateKey as Hex, balance: FUNDS }
  })
  return derived
}
