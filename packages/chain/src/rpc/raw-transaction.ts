import { decodeRlp } from 'ethers'
import { RpcFailure } from '../internal/failures.ts'

/** Names and numbers of fields of the types of transactions, as geth has them. */
const TYPES: Readonly<Record<number, { name: string; fields: number }>> = {
  1: { name: 'AccessListTx', fields: 11 },
  2: { name: 'DynamicFeeTx', fields: 12 },
  3: { name: 'BlobTx', fields: 14 },
  4: { name: 'SetCodeTx', fields: 13 },
}
const LEGACY = { name: 'LegacyTx', fields: 9 }

/**
 * Refuses, in geth's words, what is not a signed transaction in its one form. The engine takes some
 * of it: bytes without their prefix, and with others behind them.
 */
export function assertRawTransaction([raw]: readonly unknown[]): void {
  const bytes = bytesOf(raw)
  const [first = 0] = bytes
  const isLegacy = first > 0x7f
  if (!isLegacy && bytes.length <= 1) throw refused('typed transaction too short')
  const type = isLegacy ? LEGACY : TYPES[first]
  if (!type) throw refused('transaction type not supported')
  const fields = decoded(isLegacy ? bytes : bytes.subarray(1))
  if (!Array.isArray(fields)) throw refused(`rlp: expected input list for types.${type.name}`)
  if (fields.length < type.fields) throw refused(`rlp: too few elements for types.${type.name}`)
  if (fields.length > type.fields)
    throw refused(`rlp: input list has too many elements for types.${type.name}`)
}

function bytesOf(raw: unknown): Uint8Array {
  if (raw === undefined || raw === null)
    throw new RpcFailure(-32602, 'missing value for required argument 0')
  if (typeof raw !== 'string') throw notBytes('non-string')
  if (!/^0x/i.test(raw)) throw notBytes('hex string without 0x prefix')
  if (raw.length % 2 === 1) throw notBytes('hex string of odd length')
  const bytes = Buffer.from(raw.slice(2), 'hex')
  if (bytes.length !== raw.length / 2 - 1) throw notBytes('invalid hex string')
  return bytes
}

function decoded(bytes: Uint8Array): unknown {
  try {
    return decodeRlp(bytes)
  } catch (error) {
    throw refused(
      (error as Error).message.includes('junk after')
        ? 'rlp: input contains more than one value'
        : 'rlp: value size exceeds available input length',
    )
  }
}

const refused = (words: string) => new RpcFailure(-32000, words)

const notBytes = (what: string) =>
  new RpcFailure(
    -32602,
    `invalid argument 0: json: cannot unmarshal ${what} into Go value of type hexutil.Bytes`,
  )
