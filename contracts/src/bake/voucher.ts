import type { Hex } from '@iexec-sim/protocol'
import type { Builder, Compiled } from './builder.ts'

/** Addresses of the voucher contracts, and the type of voucher there is from the start. */
export interface VoucherPlan {
  readonly voucherHub: Hex
  readonly beacon: Hex
  /** The code vouchers run. */
  readonly voucher: Hex
  /**
   * The first type, number 0: its description, and how long its vouchers are good for, in seconds.
   */
  readonly type: { readonly description: string; readonly duration: number }
}

/** The compiled contracts of vouchers. */
export type VoucherContracts = Record<'VoucherHub' | 'Voucher' | 'VoucherBeacon', Compiled>

/**
 * Puts the VoucherHub in place, with one type of voucher, which pays for the debug workerpool.
 * Returns every address with code. It has no RLC yet: the issuer of a voucher first deposits on the
 * hub for it.
 */
export async function deployVouchers(
  b: Builder,
  { voucherHub, beacon, voucher, type }: VoucherPlan,
  contracts: VoucherContracts,
  { owner, hub, debugWorkerpool }: { owner: Hex; hub: Hex; debugWorkerpool: Hex },
): Promise<Hex[]> {
  await b.etch(voucher, contracts.Voucher)
  await b.etch(beacon, contracts.VoucherBeacon, [voucher, owner])
  await b.etch(voucherHub, contracts.VoucherHub, [owner, hub, beacon])
  await b.send(voucherHub, contracts.VoucherHub, 'createVoucherType', [
    type.description,
    type.duration,
  ])
  await b.send(voucherHub, contracts.VoucherHub, 'addEligibleAsset', [0, debugWorkerpool])
  return [voucherHub, beacon, voucher]
}
