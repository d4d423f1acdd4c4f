import { randomBytes } from 'node:crypto'
import { type Clock, ExpiringMap } from '@iexec-sim/base'
import {
  type Address,
  type Bytes32,
  isDigestSignedBy,
  type LoginChallenge,
  loginChallenge,
  loginChallengeHash,
} from '@iexec-sim/protocol'

const LIFE_MS = 60 * 60_000
const MOST_CHALLENGES = 10_000

/** Challenges requesters sign to log in; each is good once. */
export class Logins {
  readonly #chainId: number
  readonly #open: ExpiringMap<Bytes32, true>

  constructor({ chainId, clock }: { chainId: number; clock: Clock }) {
    this.#chainId = chainId
    this.#open = new ExpiringMap({ clock, lifeMs: LIFE_MS, most: MOST_CHALLENGES })
  }

  /** A challenge nobody has had before. */
  challenge(): LoginChallenge {
    const challenge = loginChallenge('iExec Result Repository', this.#chainId, randomBytes(32).toString('base64url'))
    this.#open.set(loginChallengeHash(challenge), true)
    return challenge
  }

  /** The wallet of `<hash>_<signature>_<address>`; the challenge is used up by a valid login. */
  login(text: string): Address | undefined {
    const [hash, signature, wallet, ...rest] = text.trim().split('_') as [Bytes32, string, Address, ...string[]]
    if (!hash || !signature || !wallet || rest.length > 0) return undefined
    if (!this.#open.get(hash) || !isDigestSignedBy(hash, signature, wallet)) return undefined
    this.#open.delete(hash)
    return wallet
  }
}
