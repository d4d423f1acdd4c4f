import { randomBytes } from 'node:crypto'
import { type Clock, ExpiringMap } from '@iexec-sim/base'
import {
  type Address,
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
  readonly #pending: ExpiringMap<Address, LoginChallenge>

  constructor({ chainId, clock }: { chainId: number; clock: Clock }) {
    this.#chainId = chainId
    this.#pending = new ExpiringMap({ clock, lifeMs: LIFE_MS, most: MOST_PENDING })
  }

  /** The challenge the address has not used yet, or a new one. */
  challenge(address: Address): LoginChallenge {
    const pending = this.#pending.get(address)
    if (pending) return pending
    const text = `Sign this message to log into iExec Gateway: ${randomBytes(32).toString('base64url')}`
    const challenge = loginChallenge('iExec Gateway', this.#chainId, text)
    this.#pending.set(address, challenge)
    return challenge
  }

  /** The wallet that signed its challenge, by a header `<hash>_<signature>_<address>`. Throws 403 `invalid authorization`. */
  use(authorization: string | undefined): Address {
    const [hash, signature, claimed, ...more] = (authorization ?? '').split('_')
    const address = checksummed(claimed)
    const pending = address && this.#pending.get(address)
    const expected = pending && loginChallengeHash(pending)
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
