import { randomBytes } from 'node:crypto'
import { type Clock, ExpiringMap } from '@iexec-sim/base'
import {
  type Address,
  type Bytes32,
  isDigestSignedBy,
  type LoginChallenge,
  loginChallenge,
  loginChallengeHash,
  readBytes32,
  readLogin,
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

  /** A new challenge. */
  challenge(): LoginChallenge {
    const challenge = loginChallenge(
      'iExec Result Repository',
      this.#chainId,
      randomBytes(32).toString('base64url'),
    )
    this.#open.set(loginChallengeHash(challenge), true)
    return challenge
  }

  /** The wallet of a login; its challenge is used up when the login is valid. */
  login(text: string): Address | undefined {
    const login = readLogin(text)
    const hash = login && readBytes32(login.hash)
    if (!hash || !this.#open.get(hash) || !isDigestSignedBy(hash, login.signature, login.wallet))
      return undefined
    this.#open.delete(hash)
    return login.wallet
  }
}
