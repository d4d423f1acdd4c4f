import { randomBytes } from 'node:crypto'
import { type Clock, ExpiringMap } from '@iexec-sim/base'
import {
  type Address,
  isDigestSignedBy,
  isHexAddress,
  type LoginChallenge,
  loginChallenge,
  loginChallengeHash,
} from '@iexec-sim/protocol'

const LIFE_MS = 60 * 60_000
const MOST_CHALLENGES = 10_000

/** Challenges a requester signs to read logs. One per address, reusable for an hour. */
export class LogChallenges {
  readonly #chainId: number
  readonly #kept: ExpiringMap<string, LoginChallenge>

  constructor({ chainId, clock }: { chainId: number; clock: Clock }) {
    this.#chainId = chainId
    this.#kept = new ExpiringMap({ clock, lifeMs: LIFE_MS, most: MOST_CHALLENGES })
  }

  /** The address's challenge, made now if it has none. */
  challenge(wallet: string): LoginChallenge {
    const key = wallet.toLowerCase()
    const kept = this.#kept.get(key)
    if (kept) return kept
    const challenge = loginChallenge('iExec Core', this.#chainId, randomBytes(32).toString('base64'))
    this.#kept.set(key, challenge)
    return challenge
  }

  /** Reads `<hash>_<signature>_<address>`: who claims to ask, and whether that address signed its current challenge. */
  check(authorization: string): { wallet: Address; signed: boolean } | undefined {
    const parts = authorization.split('_')
    const wallet = parts[2] ?? ''
    if (parts.length !== 3 || !isHexAddress(wallet)) return undefined
    return { wallet, signed: isDigestSignedBy(loginChallengeHash(this.challenge(wallet)), parts[1]!, wallet) }
  }
}
