/** Medians of a job and its peer that took turns. */
export interface Pairs {
  /** The job's own. */
  value: number
  /** The peer's. */
  peer: number
  /** Value by peer of each pair. */
  ratio: number
  /** Value less peer of each pair. */
  excess: number
}

/** Duration of a job, in milliseconds. */
export async function timed(job: () => Promise<unknown>): Promise<number> {
  const started = performance.now()
  await job()
  return performance.now() - started
}

/** The middle of some numbers. */
export function median(values: readonly number[]): number {
  return quantile(values, 0.5)
}

/** The number below which a share of some numbers lies, with the mean of two where it is between. */
export function quantile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b)
  const at = (sorted.length - 1) * share
  return (sorted[Math.floor(at)]! + sorted[Math.ceil(at)]!) / 2
}

/**
 * Measures a job and its peer in turns, so that a slow moment of the machine meets both; which one
 * is first changes from round to round. Either returns its measure. Rounds of warm-up do not count.
 */
export async function inTurns(
  rounds: number,
  job: () => Promise<number>,
  peer: () => Promise<number>,
  warmUp = 0,
): Promise<Pairs> {
  const pairs: [number, number][] = []
  for (let round = -warmUp; round < rounds; round++) {
    const peerFirst = round % 2 ? await peer() : undefined
    const own = await job()
    const other = peerFirst ?? (await peer())
    if (round >= 0) pairs.push([own, other])
  }
  return pairsOf(pairs)
}

/** Medians of measured pairs, each a job's and its peer's. */
export function pairsOf(pairs: readonly (readonly [number, number])[]): Pairs {
  return {
    value: median(pairs.map(([own]) => own)),
    peer: median(pairs.map(([, other]) => other)),
    ratio: median(pairs.map(([own, other]) => own / other)),
    excess: median(pairs.map(([own, other]) => own - other)),
  }
}
