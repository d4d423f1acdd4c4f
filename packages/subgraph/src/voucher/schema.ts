import { type Address, address } from '@iexec-sim/protocol'
import { isAddress } from 'ethers'
import type { VoucherReader } from './voucher-reader.ts'

/**
 * Schema of the queries. Ids are addresses in lower case, or a type's number; durations are in
 * seconds.
 */
export const SCHEMA = `
  type Query {
    voucher(id: ID!): Voucher
  }
  type Voucher {
    id: ID!
    voucherType: VoucherType!
    authorizedAccounts: [Account!]!
  }
  type VoucherType {
    id: ID!
    description: String!
    duration: String!
    eligibleAssets: [Asset!]!
  }
  interface Asset {
    id: ID!
  }
  type App implements Asset {
    id: ID!
  }
  type Dataset implements Asset {
    id: ID!
  }
  type Workerpool implements Asset {
    id: ID!
  }
  type Account {
    id: ID!
  }
`

const TYPE_NAMES = { app: 'App', dataset: 'Dataset', workerpool: 'Workerpool' } as const

/** Resolvers by field; only requested fields are read. */
export function rootValue(reader: VoucherReader) {
  return {
    async voucher({ id }: { id: string }) {
      if (!isAddress(id)) return null
      const voucher = address(id)
      return (await reader.isVoucher(voucher)) ? voucherFields(reader, voucher) : null
    },
  }
}

function voucherFields(reader: VoucherReader, voucher: Address) {
  return {
    id: idOf(voucher),
    voucherType: async () => voucherTypeFields(reader, await reader.typeOf(voucher)),
    authorizedAccounts: async () =>
      (await reader.authorizedAccounts(voucher)).map((account) => ({ id: idOf(account) })),
  }
}

function voucherTypeFields(reader: VoucherReader, type: bigint) {
  return {
    id: String(type),
    description: async () => (await reader.viewType(type)).description,
    duration: async () => String((await reader.viewType(type)).duration),
    eligibleAssets: async () =>
      (await reader.eligibleAssets(type)).map(({ kind, address }) => ({
        __typename: TYPE_NAMES[kind],
        id: idOf(address),
      })),
  }
}

/** The graph's id of an address: lower case. */
const idOf = (account: Address): string => account.toLowerCase()
