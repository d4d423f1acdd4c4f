import { randomBytes } from 'node:crypto'
import {
  type Address,
  type Clock,
  isDigestSignedBy,
  type LoginChallenge,
  loginChallenge,
  loginChallengeHash,
} from '@iexec-sim/protocol'
import { forbidden } from './failure.ts'
import { checksummed } from './order-record.ts'

const LIFE_MS = 5 * 60_000
const MOST_PENDING = 10_000

/** Challenges wallets sign to publish and to withdraw orders: one per address at a time, good for one request. */
export class Challenges {
  readonly #chainId: number
  readonly #clock: Clock
  readonly #pending = new Map<Address, { document: LoginChallenge; expires: number }>()

  constructor({ chainId, clock }: { chainId: number; clock: Clock }) {
    this.#chainId = chainId
    this.#clock = clock
  }

  /** The challenge the address has not used yet, or a new one. */
  challenge(address: Address): LoginChallenge {
    const now = this.#clock.now()
    const pending = this.#pending.get(address)
    if (pending && pending.expires > now) return pending.document
    this.#pending.delete(address)
    // The oldest stand first and go first.
    for (const [oldest, { expires }] of this.#pending) {
      if (expires > now && this.#pending.size < MOST_PENDING) break
      this.#pending.delete(oldest)
    }
    const text = `Sign this message to log into iExec Gateway: ${randomBytes(32).toString('base64url')}`
    const document = loginChallenge('iExec Gateway', this.#chainId, text)
    this.#pending.set(address, { document, expires: now + LIFE_MS })
    return document
  }

  /** The wallet that signed its challenge, by a header `<hash>_<signature>_<address>`. Throws 403 `invalid authorization`. */
  use(authorization: string | undefined): Address {
    const [hash, signature, claimed, ...more] = (authorization ?? '').split('_')
    const address = checksummed(claimed)
    const pending = address && this.#pending.get(address)
    const expected = pending && pending.expires > this.#clock.now() ? loginChallengeHash(pending.document) : undefined
    const holds =
      more.length === 0 &&
      expected !== undefined &&
      hash === expected &&
      isDigestSignedBy(expected, signature!, address!)
    if (!holds) throw forbidden('invalid authorization')
    this.#pending.delete(address!)
    return address!
  }
}
