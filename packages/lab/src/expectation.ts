import { readFileSync } from 'node:fs'
import { SimError } from '@iexec-sim/base'
import type { Aspect, Difference } from './difference.ts'

/**
 * An intended difference. Texts are compared literally, except that `*` stands for any text; an
 * absent field matches any value.
 */
export interface Expectation {
  /** Name of the scenario. */
  readonly scenario?: string
  /** Mode of the runs. */
  readonly mode?: Difference['mode']
  /** Step of the scenario. */
  readonly step?: string
  /** Part of the step that differs. */
  readonly aspect?: Aspect
  /** Text on the baseline. */
  readonly baseline?: string
  /** Text on the candidate. */
  readonly candidate?: string
  /** Why they differ, for people. */
  readonly why: string
}

/** Differences sorted by a list of expectations. */
export interface Judged {
  /** Differences that an expectation covers, each with its reason. */
  readonly expected: readonly (Difference & { readonly why: string })[]
  /** Differences that no expectation covers. */
  readonly unexpected: readonly Difference[]
  /** Expectations without a difference. */
  readonly unused: readonly Expectation[]
}

/** Sorts differences by whether they are expected. Those of gas alone are never unexpected. */
export function judge(
  differences: readonly Difference[],
  expectations: readonly Expectation[],
): Judged {
  const used = new Set<Expectation>()
  const expected: (Difference & { why: string })[] = []
  const unexpected: Difference[] = []
  for (const difference of differences.filter(({ aspect }) => aspect !== 'gas')) {
    const found = expectations.filter((expectation) => isMet(expectation, difference))
    for (const one of found) used.add(one)
    if (found[0]) expected.push({ ...difference, why: found[0].why })
    else unexpected.push(difference)
  }
  return {
    expected,
    unexpected,
    unused: expectations.filter((expectation) => !used.has(expectation)),
  }
}

/**
 * Reads expectations from a file.
 *
 * @throws SimError `EXPECTATIONS_INVALID`.
 */
export function readExpectations(file: string | URL): Expectation[] {
  try {
    const entries = JSON.parse(readFileSync(file, 'utf8')) as Expectation[]
    if (!Array.isArray(entries)) throw new Error('it is not a list')
    for (const [i, entry] of entries.entries()) assertExpectation(entry, i)
    return entries
  } catch (cause) {
    throw new SimError(
      'EXPECTATIONS_INVALID',
      { file: String(file), reason: (cause as Error).message },
      { cause },
    )
  }
}

/**
 * This package's file of expected differences between the built-in protocol and a release, if there
 * is one.
 */
export function keptExpectations(release: string | undefined): URL | undefined {
  const kept = keptReleases.find((one) => one === release)
  return kept && new URL(`../expect/builtin-vs-${kept.replace('@', '-')}.json`, import.meta.url)
}

/**
 * Releases for which {@link keptExpectations} has a file. 6.2.0 is not on npm: its source is a
 * folder.
 */
export const keptReleases = ['poco@5.5.0', 'poco@6.1.0', 'poco@6.2.0'] as const

const patterns = ['scenario', 'mode', 'step', 'aspect', 'baseline', 'candidate'] as const
const values: Readonly<Record<string, readonly string[]>> = {
  aspect: ['scenario', 'outcome', 'error', 'events', 'balances', 'value'] satisfies Aspect[],
  mode: ['native', 'token'] satisfies Difference['mode'][],
}

/** A misspelt field would match any value and hide unexpected differences. */
function assertExpectation(entry: unknown, i: number): void {
  if (typeof entry !== 'object' || entry === null) throw new Error(`entry ${i} is not an object`)
  if (!('why' in entry)) throw new Error(`entry ${i} has no "why"`)
  for (const [name, value] of Object.entries(entry)) {
    if (name !== 'why' && !patterns.some((pattern) => pattern === name))
      throw new Error(`entry ${i} has an unknown "${name}"`)
    if (typeof value !== 'string') throw new Error(`"${name}" of entry ${i} is not a text`)
    const allowed = values[name]
    if (allowed && !allowed.includes(value))
      throw new Error(`"${name}" of entry ${i} is not one of ${allowed.join(', ')}`)
  }
}

function isMet(expectation: Expectation, difference: Difference): boolean {
  return patterns.every(
    (name) => expectation[name] === undefined || matches(expectation[name], difference[name]),
  )
}

function matches(pattern: string, text: string): boolean {
  const parts = pattern.split('*').map((part) => part.replace(/[.+?^${}()|[\]\\]/g, '\\$&'))
  return new RegExp(`^${parts.join('.*')}$`, 's').test(text)
}
