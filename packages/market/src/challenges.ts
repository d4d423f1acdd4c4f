import type { Clock } from '@iexec-sim/base'
import { type Address, readLogin, WalletChallenges } from '@iexec-sim/protocol'
import { forbidden } from './failure.ts'

const LIFE_MS = 5 * 60_000

/**
 * Challenges wallets sign to publish and to withdraw orders: one per address at a time, good for
 * one request.
 */
export function orderChallenges(options: { chainId: number; clock: Clock }): WalletChallenges {
  return new WalletChallenges({
    ...options,
    domain: 'iExec Gateway',
    lifeMs: LIFE_MS,
    text: (random) =>
      `Sign this message to log into iExec Gateway: ${random.toString('base64url')}`,
  })
}

/** The wallet that signed its challenge, which is used up. Throws 403 `invalid authorization`. */
export function useChallenge(
  challenges: WalletChallenges,
  authorization: string | undefined,
): Address {
  const login = readLogin(authorization ?? '')
  const isValid =
    login && login.hash === challenges.pendingHash(login.wallet) && challenges.isSigned(login)
  if (!isValid) throw forbidden('invalid authorization')
  challenges.end(login.wallet)
  return login.wallet
}
