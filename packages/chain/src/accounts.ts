import type { Address, Hex } from '@iexec-sim/protocol'
import { HDNodeWallet } from 'ethers'
import type { FundedAccount } from './internal/edr.ts'

/** The mnemonic everybody knows: never send anything of worth to these accounts. */
const DEVELOPMENT_MNEMONIC = 'test test test test test test test test test test test junk'
const COUNT = 10
const FUNDS = 10_000n * 10n ** 18n

/** A development account. */
export interface DevelopmentAccount extends FundedAccount {
  address: Address
  privateKey: Hex
}

let derived: DevelopmentAccount[] | undefined

/** The ten development accounts, each with 10,000 coins at genesis. Deriving keys is slow, so once per process. */
export function developmentAccounts(): readonly DevelopmentAccount[] {
  derived ??= Array.from({ length: COUNT }, (_, i) => {
    const { address, privateKey } = parent().derivePath(`${i}`)
    return { address: address as Address, privateKey: privateKey as Hex, balance: FUNDS }
  })
  return derived
}

let node: HDNodeWallet | undefined
function parent(): HDNodeWallet {
  node ??= HDNodeWallet.fromPhrase(DEVELOPMENT_MNEMONIC, '', "m/44'/60'/0'/0")
  return node
}
