/** Address range of slot networks: private addresses that few machines use. */
export const SUBNET_POOL = '10.231.0.0/16'
const PREFIX = '10.231'
const BITS = 26
const SIZE = 2 ** (32 - BITS)
const COUNT = 2 ** (BITS - 16)

/**
 * Subnets of the pool in the order to try them: free ones as far as `taken` tells, from a random
 * start, so that two networks that start at the same time seldom meet.
 */
export function candidateSubnets(
  taken: readonly string[],
  start = Math.floor(Math.random() * COUNT),
): string[] {
  const used = taken.map(parseSubnet).filter((range) => range !== undefined)
  const candidates: string[] = []
  for (let i = 0; i < COUNT; i++) {
    const offset = ((start + i) % COUNT) * SIZE
    const subnet = `${PREFIX}.${offset >> 8}.${offset & 255}/${BITS}`
    const [first, last] = parseSubnet(subnet)!
    if (used.every(([from, to]) => last < from || first > to)) candidates.push(subnet)
  }
  return candidates
}

/** First and last address of an IPv4 subnet as numbers; `undefined` for anything else. */
function parseSubnet(subnet: string): [number, number] | undefined {
  const match = /^(\d+)\.(\d+)\.(\d+)\.(\d+)\/(\d+)$/.exec(subnet)
  if (match === null) return undefined
  const [a, b, c, d, bits] = match.slice(1).map(Number) as [number, number, number, number, number]
  const size = 2 ** (32 - bits)
  const base = ((a * 256 + b) * 256 + c) * 256 + d
  const first = base - (base % size)
  return [first, first + size - 1]
}
