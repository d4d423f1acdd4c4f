import { randomBytes } from 'node:crypto'
import { type Clock, ExpiringMap } from '@iexec-sim/base'
import { type Address, isDigestSignedBy } from '@iexec-sim/protocol'
import { keccak256 } from 'ethers'
import { SignJWT } from 'jose'

const CHALLENGE_LIFE_MS = 5 * 60_000
const TOKEN_LIFE_S = 3600
/** Most tokens that are good at once; a worker whose token is forgotten logs in again. */
const MOST_TOKENS = 10_000

/**
 * Digest that a worker signs to log in: the hash of the challenge text, without a message prefix.
 */
export const loginDigest = (challenge: string) => keccak256(Buffer.from(challenge)) as `0x${string}`

/** Logs workers in: only wallets on the list, by signing a fresh challenge. */
export class WorkerLogins {
  readonly #whitelist: ReadonlySet<Address>
  readonly #clock: Clock
  readonly #audience: string
  readonly #key = randomBytes(32)
  readonly #challenges = new Map<Address, { text: string; expires: number }>()
  /** Wallets by token. Workers show theirs several times a task: a look is faster than a check. */
  readonly #tokens: ExpiringMap<string, Address>

  constructor({
    workers,
    clock,
    version,
  }: { workers: readonly Address[]; clock: Clock; version: string }) {
    this.#whitelist = new Set(workers)
    this.#clock = clock
    this.#audience = `iExec Scheduler v${version}`
    this.#tokens = new ExpiringMap({ clock, lifeMs: TOKEN_LIFE_S * 1000, most: MOST_TOKENS })
  }

  /**
   * The wallet's challenge, base64 text, kept five minutes; `undefined` when the wallet is not on
   * the list.
   */
  challenge(wallet: Address): string | undefined {
    if (!this.#whitelist.has(wallet)) return undefined
    const kept = this.#challenges.get(wallet)
    if (kept && kept.expires > this.#clock.now()) return kept.text
    const text = randomBytes(32).toString('base64')
    this.#challenges.set(wallet, { text, expires: this.#clock.now() + CHALLENGE_LIFE_MS })
    return text
  }

  /** A bearer token for the wallet that signed its challenge; `undefined` when it did not. */
  async login(wallet: Address, signature: string): Promise<string | undefined> {
    const kept = this.#challenges.get(wallet)
    if (!kept || kept.expires <= this.#clock.now()) return undefined
    if (!isDigestSignedBy(loginDigest(kept.text), signature, wallet)) return undefined
    const issued = Math.floor(this.#clock.now() / 1000)
    const token = await new SignJWT()
      .setProtectedHeader({ alg: 'HS256' })
      .setAudience(this.#audience)
      .setSubject(wallet)
      .setIssuedAt(issued)
      .setExpirationTime(issued + TOKEN_LIFE_S)
      .sign(this.#key)
    this.#tokens.set(token, wallet)
    return token
  }

  /**
   * The wallet of an `Authorization: Bearer …` header; `undefined` when this pool did not issue the
   * token.
   */
  walletOf(authorization: string | undefined): Address | undefined {
    return this.#tokens.get((authorization ?? '').replace(/^Bearer /, ''))
  }
}
