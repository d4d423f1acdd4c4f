import { AbiCoder, keccak256, toBeHex } from 'ethers'
import { accounts, type Market, type Role } from '../world/index.ts'

/**
 * First slots of hubs' state: slot 0, or that of the namespace `iexec.poco.storage.PocoStorage`.
 */
const ORIGINS = [0n, 0x5862653c6982c162832160cf30593645e8487b257e44d77cdd6b51eee2651b00n]
const SLOTS = 48n

/** Scores of workers in a hub's storage, which no function sets. */
export class ScoreBoard {
  readonly #market: Market
  readonly #slot: bigint

  private constructor(market: Market, slot: bigint) {
    this.#market = market
    this.#slot = slot
  }

  /**
   * Finds the mapping of scores: the one in which the hub reads a score that was written there.
   *
   * @throws when no mapping does.
   */
  static async find(market: Market): Promise<ScoreBoard> {
    for (const origin of ORIGINS) {
      for (let slot = origin; slot < origin + SLOTS; ++slot) {
        const board = new ScoreBoard(market, slot)
        if (await market.chain.scratch(() => board.#isRight())) return board
      }
    }
    throw new Error('The scores of this hub are nowhere to be found')
  }

  /** Gives a worker a score. */
  set(worker: Role, score: number): Promise<void> {
    return this.#write(worker, toBeHex(score, 32))
  }

  async #isRight(): Promise<boolean> {
    await this.#write('stranger', toBeHex(77, 32))
    return (await this.#market.score('stranger')) === 77n
  }

  async #write(worker: Role, value: string): Promise<void> {
    const slot = keccak256(
      AbiCoder.defaultAbiCoder().encode(['address', 'uint256'], [accounts[worker], this.#slot]),
    )
    await this.#market.chain.rpc('hardhat_setStorageAt', this.#market.hub.address, slot, value)
  }
}
