import { SimError } from '@iexec-sim/base'
import { type Profile, profiles } from '@iexec-sim/protocol/profiles'

/**
 * Chain ids by profile, as `--chain-id` gave them; without a profile it applies to the only one.
 */
export type ChainIdOptions = { profile: string | undefined; chainId: number }[]

/**
 * Largest id that wallets take: twice it and 36, which is in signatures, is still exact as a
 * JavaScript number.
 */
const LARGEST = 4_503_599_627_370_476

/** Collects `N` or `PROFILE=N`. Throws `BAD_OPTION`. */
export function collectChainId(value: string, ids: ChainIdOptions = []): ChainIdOptions {
  const [, profile, number] = /^(?:([^=]+)=)?(.*)$/.exec(value)!
  if (profile !== undefined && !Object.hasOwn(profiles, profile))
    throw refused(value, `"${profile}" is not one of ${Object.keys(profiles).join(', ')}`)
  const chainId = Number(number)
  if (!/^[1-9][0-9]*$/.test(number!) || chainId > LARGEST)
    throw refused(value, `a chain id is a whole number from 1 to ${LARGEST}`)
  return [...ids, { profile, chainId }]
}

/**
 * The profiles with the chain ids that were given. Throws `BAD_OPTION` for an id that would be
 * taken for another chain.
 */
export function withChainIds(started: readonly Profile[], ids: ChainIdOptions): Profile[] {
  const names = started.map(({ name }) => name as string)
  for (const { profile, chainId } of ids) {
    if (profile === undefined && started.length > 1)
      throw refused(
        String(chainId),
        `say which profile it is for: ${names.map((name) => `${name}=N`).join(' or ')}`,
      )
    if (profile !== undefined && !names.includes(profile))
      throw refused(`${profile}=${chainId}`, `only ${names.join(', ')} is started`)
  }
  const given = started.map((profile) => {
    const own = ids.findLast((id) => (id.profile ?? names[0]) === profile.name)
    return own ? { ...profile, chainId: own.chainId } : profile
  })
  for (const { name, chainId } of given) {
    const known = Object.values(profiles).find(
      (other) => other.chainId === chainId && other.name !== name,
    )
    if (known) throw refused(String(chainId), `clients take it for ${known.name}`)
    if (given.some((other) => other.name !== name && other.chainId === chainId))
      throw refused(String(chainId), 'two profiles cannot share it')
  }
  return given
}

const refused = (value: string, reason: string) =>
  new SimError('BAD_OPTION', { option: '--chain-id', value, reason })
