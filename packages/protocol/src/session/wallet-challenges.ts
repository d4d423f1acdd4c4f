import { randomBytes } from 'node:crypto'
import { type Clock, ExpiringMap } from '@iexec-sim/base'
import { readAddress } from '../chain/address.ts'
import type { Address, Bytes32 } from '../chain/hex.ts'
import { isDigestSignedBy } from '../orders/signatures.ts'
import {
  type LoginChallenge,
  type LoginDomain,
  loginChallenge,
  loginChallengeHash,
} from './login-challenge.ts'

/** Most challenges that a service keeps; the oldest goes first. */
const MOST_CHALLENGES = 10_000

/** A login as clients send it: `<hash>_<signature>_<address>`. */
export interface WalletLogin {
  /** Hash of the challenge the client says it signed. */
  hash: string
  /** Signature of the challenge's EIP-712 hash, 65 bytes of hex. */
  signature: string
  /** Wallet that signed. */
  wallet: Address
}

/** Reads a login; `undefined` when it is malformed. */
export function readLogin(text: string): WalletLogin | undefined {
  const [hash, signature, claimed, ...rest] = text.trim().split('_')
  const wallet = readAddress(claimed)
  if (hash === undefined || signature === undefined || wallet === undefined || rest.length > 0)
    return undefined
  return { hash, signature, wallet }
}

/** Options of a service's challenges. */
export interface WalletChallengesOptions {
  /** EIP-712 domain of the service. */
  domain: LoginDomain
  /** Id of the chain. */
  chainId: number
  /** Clock that challenges expire by. */
  clock: Clock
  /** Milliseconds a challenge can be signed for. */
  lifeMs: number
  /** Text of a challenge, from 32 random bytes. */
  text(random: Buffer): string
}

/**
 * Challenges that wallets sign to log in: one per wallet at a time, until it expires or is used up.
 */
export class WalletChallenges {
  readonly #options: WalletChallengesOptions
  readonly #kept: ExpiringMap<Address, LoginChallenge>

  constructor(options: WalletChallengesOptions) {
    this.#options = options
    this.#kept = new ExpiringMap({
      clock: options.clock,
      lifeMs: options.lifeMs,
      most: MOST_CHALLENGES,
    })
  }

  /** The wallet's challenge, made now if it has none. */
  challenge(wallet: Address): LoginChallenge {
    const kept = this.#kept.get(wallet)
    if (kept) return kept
    const { domain, chainId, text } = this.#options
    const challenge = loginChallenge(domain, chainId, text(randomBytes(32)))
    this.#kept.set(wallet, challenge)
    return challenge
  }

  /** Hash of the wallet's challenge; `undefined` when it has none. */
  pendingHash(wallet: Address): Bytes32 | undefined {
    const kept = this.#kept.get(wallet)
    return kept && loginChallengeHash(kept)
  }

  /** Whether the wallet of a login signed its challenge. */
  isSigned({ wallet, signature }: WalletLogin): boolean {
    const hash = this.pendingHash(wallet)
    return hash !== undefined && isDigestSignedBy(hash, signature, wallet)
  }

  /** Forgets the wallet's challenge: it was used. */
  end(wallet: Address): void {
    this.#kept.delete(wallet)
  }
}
