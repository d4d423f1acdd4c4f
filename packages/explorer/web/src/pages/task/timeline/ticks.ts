/** Round offsets for a time axis of a length, about as many as fit; ms. */
export function ticksOf(lengthMs: number, most: number): number[] {
  const least = lengthMs / Math.max(1, most)
  const power = 10 ** Math.floor(Math.log10(Math.max(least, 0.001)))
  const step = [1, 2, 5, 10].map((factor) => factor * power).find((size) => size >= least)!
  return Array.from({ length: Math.floor(lengthMs / step) + 1 }, (_, i) => i * step)
}

/** An offset or duration for people. */
export function msText(ms: number): string {
  if (ms >= 60_000) return `${(ms / 60_000).toFixed(1)} min`
  if (ms >= 10_000) return `${(ms / 1_000).toFixed(1)} s`
  return `${ms >= 100 || ms === Math.round(ms) ? Math.round(ms).toLocaleString('en') : ms.toFixed(1)} ms`
}
