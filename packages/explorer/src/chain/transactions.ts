import type { HubClient } from '@iexec-sim/chain/client'
import { getAddress } from 'ethers'
import type { ChainEvent } from '../schema/call.ts'
import type { Transaction } from '../schema/transaction.ts'
import type { RawBlock, RawReceipt, RawTransaction } from './blocks.ts'
import { decodeCall, decodeEvent } from './decode.ts'
import { revertOf } from './internal-calls.ts'
import type { KnownContracts } from './known-contracts.ts'
import { rlcChanges } from './rlc-changes.ts'

/** Reads a transaction; `undefined` for one that is not there. */
export async function readTransaction(
  hub: HubClient,
  contracts: KnownContracts,
  hash: string,
): Promise<Transaction | undefined> {
  const ask = async <T>(method: string, ...params: unknown[]): Promise<T | null> =>
    (await hub.rpc.request({ method, params })) as T | null
  const raw = await ask<RawTransaction>('eth_getTransactionByHash', hash)
  if (!raw) return undefined
  const [receipt, block] = await Promise.all([
    ask<RawReceipt>('eth_getTransactionReceipt', hash),
    raw.blockNumber && ask<RawBlock>('eth_getBlockByNumber', raw.blockNumber, false),
  ])
  const sent = sentOf(raw, contracts)
  if (!receipt || !block) return { ...sent, ...WAITING }
  const events = receipt.logs.map((log) => eventOf(log, contracts))
  const number = Number(block.number)
  const succeeded = receipt.status === '0x1'
  const parties = [sent.from, ...(sent.to === null ? [] : [sent.to])]
  return {
    ...sent,
    block: number,
    at: new Date(Number(block.timestamp) * 1000).toISOString(),
    created: receipt.contractAddress && getAddress(receipt.contractAddress),
    gasUsed: String(BigInt(receipt.gasUsed)),
    succeeded,
    reason: succeeded ? null : await revertOf(hub.rpc, contracts, hash),
    events,
    rlc: await rlcChanges(hub, number, parties, events),
  }
}

/** A transaction of no block yet. */
const WAITING = {
  block: null,
  at: null,
  created: null,
  gasUsed: null,
  succeeded: null,
  reason: null,
  events: [],
  rlc: [],
}

const sentOf = (
  { hash, from, to, input, nonce, value, gas, gasPrice }: RawTransaction,
  contracts: KnownContracts,
) => ({
  hash,
  from: getAddress(from),
  to: to && getAddress(to),
  nonce: Number(nonce),
  value: String(BigInt(value)),
  gasLimit: String(BigInt(gas)),
  gasPrice: String(BigInt(gasPrice)),
  call: (to && decodeCall(contracts.abisOf(to), input)) || null,
  input,
})

function eventOf(log: RawReceipt['logs'][number], contracts: KnownContracts): ChainEvent {
  const { address, topics, data, logIndex } = log
  const event = decodeEvent(contracts.abisOf(address), log)
  return {
    index: Number(logIndex),
    address: getAddress(address),
    name: event?.name ?? null,
    args: event?.args ?? [],
    topics,
    data,
  }
}
