import type { Rpc } from '@iexec-sim/protocol'
import { getAddress } from 'ethers'
import type { Block, Blocks, TransactionLine } from '../schema/block.ts'
import type { PageQuery } from '../schema/page.ts'
import { methodOf } from './decode.ts'
import type { KnownContracts } from './known-contracts.ts'

/** A transaction as a node returns it. */
export interface RawTransaction
  extends Record<'hash' | 'from' | 'input' | 'value' | 'gas' | 'gasPrice' | 'nonce', string> {
  to: string | null
  blockNumber: string | null
  transactionIndex: string | null
}

/** A receipt as a node returns it. */
export interface RawReceipt extends Record<'status' | 'gasUsed', string> {
  contractAddress: string | null
  logs: { address: string; topics: string[]; data: string; logIndex: string }[]
}

/** A block as a node returns it. */
export interface RawBlock
  extends Record<'number' | 'hash' | 'parentHash' | 'timestamp' | 'gasUsed' | 'gasLimit', string> {
  transactions: RawTransaction[]
}

/** Reads blocks of the chain. */
export class BlockReader {
  readonly #rpc: Rpc
  readonly #contracts: KnownContracts

  constructor(rpc: Rpc, contracts: KnownContracts) {
    this.#rpc = rpc
    this.#contracts = contracts
  }

  /** One page of the blocks, the newest first. */
  async list({ page, pageSize }: PageQuery): Promise<Blocks> {
    const newest = Number(await this.#ask('eth_blockNumber'))
    const from = newest - page * pageSize
    const numbers = Array.from({ length: pageSize }, (_, i) => from - i).filter((n) => n >= 0)
    const blocks = await Promise.all(numbers.map((number) => this.byNumber(number)))
    return { total: newest + 1, items: blocks.filter((block) => block !== undefined) }
  }

  /** A block by its number; `undefined` for one that is not there. */
  async byNumber(number: number): Promise<Block | undefined> {
    return this.#block(await this.#ask('eth_getBlockByNumber', `0x${number.toString(16)}`, true))
  }

  /** A block by its hash; `undefined` for one that is not there. */
  async byHash(hash: string): Promise<Block | undefined> {
    return this.#block(await this.#ask('eth_getBlockByHash', hash, true))
  }

  /** A transaction of a block in one line. */
  async transaction(hash: string): Promise<TransactionLine> {
    return this.#line(await this.#ask('eth_getTransactionByHash', hash))
  }

  async #block(raw: RawBlock | null): Promise<Block | undefined> {
    if (raw === null) return undefined
    const { number, hash, parentHash, timestamp, gasUsed, gasLimit, transactions } = raw
    return {
      number: Number(number),
      hash,
      parentHash,
      at: new Date(Number(timestamp) * 1000).toISOString(),
      gasUsed: String(BigInt(gasUsed)),
      gasLimit: String(BigInt(gasLimit)),
      transactions: await Promise.all(transactions.map((one) => this.#line(one))),
    }
  }

  async #line({ hash, from, to, input, value }: RawTransaction): Promise<TransactionLine> {
    const receipt = await this.#ask<RawReceipt>('eth_getTransactionReceipt', hash)
    return {
      hash,
      from: getAddress(from),
      to: to && getAddress(to),
      created: receipt.contractAddress && getAddress(receipt.contractAddress),
      method: (to !== null && methodOf(this.#contracts.abisOf(to), input)) || null,
      succeeded: receipt.status === '0x1',
      value: String(BigInt(value)),
      gasUsed: String(BigInt(receipt.gasUsed)),
    }
  }

  async #ask<T>(method: string, ...params: unknown[]): Promise<T> {
    return (await this.#rpc.request({ method, params })) as T
  }
}
