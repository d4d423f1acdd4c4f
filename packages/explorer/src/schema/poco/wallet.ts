import { type Static, Type } from 'typebox'
import { TransactionLine } from '../block.ts'
import { Address, orNull, Time, Whole } from '../common.ts'
import { pageOf } from '../page.ts'

/** Any address: a wallet, or a contract. */
export const WalletView = Type.Object({
  address: Address,
  kind: Type.String({ description: 'wallet, contract, app, dataset or workerpool' }),
  stake: Whole('nRLC free in the escrow'),
  locked: Whole('nRLC locked in the escrow'),
  wallet: Whole('nRLC outside the escrow'),
  ether: orNull(Whole('wei, where RLC is a token')),
  nonce: Type.Integer({ description: 'Transactions it has sent' }),
  score: Whole('As a worker'),
  deals: Type.Integer({ description: 'As requester' }),
})
export type WalletView = Static<typeof WalletView>

/** A transaction of a wallet. */
export const WalletTransaction = Type.Interface([TransactionLine], {
  block: Type.Integer(),
  at: Time,
})
export type WalletTransaction = Static<typeof WalletTransaction>

/** Transactions of a wallet, the newest first. */
export const WalletTransactions = pageOf(WalletTransaction)

/** A voucher. */
export const VoucherLine = Type.Object({
  address: Address,
  owner: Address,
  type: Type.Integer(),
  description: Type.String({ description: 'Of its type' }),
  balance: Whole('nRLC'),
  expiresAt: Time,
})
export type VoucherLine = Static<typeof VoucherLine>
