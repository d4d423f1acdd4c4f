import { ROLES } from '@iexec-sim/contracts/roles'
import { type Address, address, developmentWallet } from '@iexec-sim/protocol'
import type { HDNodeWallet } from 'ethers'

/** The roles of the tests, each a development account, in order. */
const roles = [...ROLES, 'broker', 'enclave'] as const

/** Role of an account in the tests. */
export type Role = (typeof roles)[number]

/** Roles that can vote, in turn; each needs money to lock. */
export const voters = [
  'worker1',
  'worker2',
  'worker3',
  'worker4',
  'broker',
  'enclave',
  'stranger',
] as const satisfies Role[]

/** The key of each role. */
export const wallets = Object.fromEntries(
  roles.map((role, i) => [role, developmentWallet(i)]),
) as Record<Role, HDNodeWallet>

/** The address of each role. */
export const accounts = Object.fromEntries(
  roles.map((role) => [role, address(wallets[role].address)]),
) as Record<Role, Address>
