import { type Address, address } from '@iexec-sim/protocol'
import { HDNodeWallet, Mnemonic } from 'ethers'

const mnemonic = Mnemonic.fromPhrase('test test test test test test test test test test test junk')

/** The roles of the tests, each a development account, in order. */
const roles = [
  'owner',
  'debugPoolOwner',
  'appOwner',
  'datasetOwner',
  'poolOwner',
  'requester',
  'sponsor',
  'worker1',
  'worker2',
  'worker3',
  'worker4',
  'stranger',
  'broker',
  'enclave',
] as const

/** Someone who acts in the tests. */
export type Role = (typeof roles)[number]

/** The key of each role. */
export const wallets = Object.fromEntries(
  roles.map((role, i) => [role, HDNodeWallet.fromMnemonic(mnemonic, `m/44'/60'/0'/0/${i}`)]),
) as Record<Role, HDNodeWallet>

/** The address of each role. */
export const accounts = Object.fromEntries(roles.map((role) => [role, address(wallets[role].address)])) as Record<
  Role,
  Address
>
