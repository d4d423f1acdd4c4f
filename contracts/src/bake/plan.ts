import type { Hex } from '@iexec-sim/protocol'
import type { GenesisProfile } from '../genesis.ts'
import type { EnsPlan } from './ens.ts'
import type { EscrowPlan } from './escrow.ts'
import type { VoucherPlan } from './voucher.ts'
import type { WhitelistsPlan } from './whitelists.ts'
import type { WorkerpoolPlan } from './workerpools.ts'

/** Contents and addresses of a profile's genesis. */
export interface Plan {
  readonly profile: GenesisProfile
  /** Goes into the domain that orders are signed for. */
  readonly chainId: number
  /** Owner of the hub and the registries: the first development account, whose key is public. */
  readonly owner: Hex
  readonly escrow: EscrowPlan
  readonly hub: Hex
  /** The hub's second half. Only the hub calls it, so its address is free to choose. */
  readonly hubDesk: Hex
  readonly appRegistry: Hex
  readonly datasetRegistry: Hex
  readonly workerpoolRegistry: Hex
  /** Name and `workClockTimeRef` in seconds, by id. */
  readonly categories: readonly (readonly [name: string, seconds: number])[]
  /** JSON that says nothing, in the words of the real network. */
  readonly categoryDescription: string
  readonly tokenUriBase: string
  /**
   * Whether a dataset order does not choose the TEE framework of a deal: the bits of its tag that
   * name one are ignored. Published protocols have an opinion of their own: 5.5.0 and 6.1.0 never
   * ignore them.
   */
  readonly ignoreTeeFramework: boolean
  /**
   * Hub of the generation before, from which workers may take their scores along; chains without
   * had none.
   */
  readonly previousHub?: Hex
  /**
   * The pool of the network's own scheduler, where the real network has one. Its owner is the
   * second development account.
   */
  readonly debugWorkerpool: WorkerpoolPlan & { readonly owner: Hex }
  /**
   * More workerpools of the same owner, which clients take for given and the same scheduler serves.
   */
  readonly furtherWorkerpools: readonly WorkerpoolPlan[]
  /** Address of DataProtector, which creates datasets with a schema. */
  readonly dataProtector: Hex
  readonly whitelists: WhitelistsPlan
  /** Chains without have no names. */
  readonly ens?: EnsPlan
  /** Chains without issue no vouchers. */
  readonly vouchers?: VoucherPlan
}

/** The native-RLC network, with the contracts at their real addresses. */
export const bellecour: Plan = {
  profile: 'bellecour',
  chainId: 134,
  owner: '0xf39Fd6e51aad88F6F4ce6aB8827279cffFb92266',
  escrow: { mode: 'native' },
  hub: '0x3eca1B216A7DF1C7689aEb259fFB83ADFB894E7f',
  hubDesk: '0x7ef00000000000000000000000000000000DE5C0',
  appRegistry: '0xB1C52075b276f87b1834919167312221d50c9D16',
  datasetRegistry: '0x799DAa22654128d0C64d5b79eac9283008158730',
  workerpoolRegistry: '0xC76A18c78B7e530A165c5683CB1aB134E21938B4',
  categories: [
    ['XS', 300],
    ['S', 1200],
    ['M', 3600],
    ['L', 10_800],
    ['XL', 36_000],
  ],
  categoryDescription: '{}',
  tokenUriBase: 'https://nfts-metadata.iex.ec',
  ignoreTeeFramework: false, // the real network's hub is of 5.5
  debugWorkerpool: {
    owner: '0x70997970C51812dc3A010C7d01b50e0d17dc79C8',
    description: 'debug-v8-bellecour',
    address: '0xdb214a4A444D176e22030bE1Ed89dA1b029320f2',
  },
  furtherWorkerpools: [], // clients know the other by its name
  dataProtector: '0x3a4Ab33F3D605e75b6D00A32A0Fa55C3628F6A59',
  whitelists: {
    web3mail: '0x781482C39CcE25546583EaC4957Fb7Bf04C277D2',
    web3telegram: '0x192C6f5AccE52c81Fcc2670f10611a3665AAA98F',
  },
  ens: {
    registry: '0x5f5B93fca68c9C79318d1F3868A354EE67D8c006',
    resolver: '0x1347d8a1840A810B990d0B774A6b7Bb8A1bd62BB',
    // Clients find the others through the registry; their addresses are ours to choose, but for
    // that of the users.
    reverseRegistrar: '0x7eF0000000000000000000000000000000002e5e',
    registrars: {
      apps: '0x7Ef00000000000000000000000000000f1F5000A',
      datasets: '0x7ef00000000000000000000000000000F1f5000d',
      pools: '0x7eF00000000000000000000000000000f1F5000E',
      users: '0xc7b2336c1A8932Fb9414356E254edee6A87dd37d',
    },
    poolNames: ['prod-v8-bellecour'],
  },
  vouchers: {
    voucherHub: '0x3137B6DF4f36D338b82260eDBB2E7bab034AFEda',
    // Found through the VoucherHub; ours to choose.
    beacon: '0x7ef0000000000000000000000000000000000bea',
    voucher: '0x7eF00000000000000000000000000000000000c0',
    type: { description: 'Debug voucher', duration: 30 * 86_400 },
  },
}
