import { HDNodeWallet } from 'ethers'

/**
 * The mnemonic of every Ethereum development tool. Its keys are public: never send these accounts
 * anything of value.
 */
export const DEVELOPMENT_MNEMONIC = 'test test test test test test test test test test test junk'

let parent: HDNodeWallet | undefined

/**
 * The development account of this index, counted from 0. Deriving the parent is slow, so once per
 * process.
 */
export function developmentWallet(index: number): HDNodeWallet {
  parent ??= HDNodeWallet.fromPhrase(DEVELOPMENT_MNEMONIC, '', "m/44'/60'/0'/0")
  return parent.derivePath(`${index}`)
}
