import type { AssetKind, HubClient } from '@iexec-sim/chain/client'
import { voucherAbi, voucherHubAbi } from '@iexec-sim/contracts'
import type { Address } from '@iexec-sim/protocol'
import { Interface } from 'ethers'
import { eventsOf } from './chain-logs.ts'

const hubAbi = new Interface(voucherHubAbi)
const abi = new Interface(voucherAbi)
const KINDS: readonly AssetKind[] = ['app', 'dataset', 'workerpool']

/** An asset vouchers of a type pay for. */
export interface EligibleAsset {
  /** Kind of the asset. */
  kind: AssetKind
  /** Contract of the asset. */
  address: Address
}

/** Sources of the reader. */
export interface VoucherReaderOptions {
  /** Reads the chain. */
  chain: HubClient
  /** Contract that issues vouchers. */
  voucherHub: Address
  /**
   * Assets that were eligible when the chain began, of any type, as there are no events for them.
   */
  genesisAssets: readonly Address[]
}

/**
 * Reads the lists that the contracts do not return. Events say which assets and accounts may be
 * meant, the contracts say which still are. Nothing is remembered between two questions, so an
 * answer is always as new as the chain, even when that was taken back to a snapshot.
 */
export class VoucherReader {
  readonly #options: VoucherReaderOptions

  constructor(options: VoucherReaderOptions) {
    this.#options = options
  }

  isVoucher(address: Address): Promise<boolean> {
    return this.#hub('isVoucher', address)
  }

  typeOf(voucher: Address): Promise<bigint> {
    return this.#voucher(voucher, 'getType')
  }

  /** Description of a type, and how long its vouchers are good for, in seconds. */
  async viewType(type: bigint): Promise<{ description: string; duration: bigint }> {
    const { description, duration } = await this.#hub<{ description: string; duration: bigint }>(
      'getVoucherType',
      type,
    )
    return { description, duration }
  }

  /**
   * The registered assets vouchers of a type pay for; first those of the genesis, then in the order
   * they were added.
   */
  async eligibleAssets(type: bigint): Promise<EligibleAsset[]> {
    const { chain, voucherHub, genesisAssets } = this.#options
    const added = await eventsOf(chain.rpc, voucherHub, hubAbi, 'EligibleAssetAdded', [type])
    const candidates = new Set([
      ...genesisAssets,
      ...added.map(({ args }) => args.asset as Address),
    ])
    const read = await Promise.all(
      Array.from(candidates, (address) => this.#eligibleAsset(type, address)),
    )
    return read.filter((asset) => asset !== undefined)
  }

  /** Accounts the voucher's owner lets use it, in the order it first did; without the owner. */
  async authorizedAccounts(voucher: Address): Promise<Address[]> {
    const events = await eventsOf(this.#options.chain.rpc, voucher, abi, 'AccountAuthorized')
    const candidates = [...new Set(events.map(({ args }) => args.account as Address))]
    const still = await Promise.all(
      candidates.map((account) => this.#voucher<boolean>(voucher, 'isAccountAuthorized', account)),
    )
    return candidates.filter((_, i) => still[i])
  }

  async #eligibleAsset(type: bigint, address: Address): Promise<EligibleAsset | undefined> {
    if (!(await this.#hub('isAssetEligibleToMatchOrdersSponsoring', type, address)))
      return undefined
    const registered = await Promise.all(
      KINDS.map((kind) => this.#options.chain.isRegistered(kind, address)),
    )
    const kind = KINDS[registered.indexOf(true)]
    return kind && { kind, address }
  }

  async #hub<T>(name: string, ...args: unknown[]): Promise<T> {
    const { chain, voucherHub } = this.#options
    return (await chain.call(hubAbi, voucherHub, name, args))[0] as T
  }

  async #voucher<T>(voucher: Address, name: string, ...args: unknown[]): Promise<T> {
    return (await this.#options.chain.call(abi, voucher, name, args))[0] as T
  }
}
