import { readFileSync } from 'node:fs'
import { SimError } from '@iexec-sim/protocol'
import type { Aspect, Difference } from './difference.ts'

/**
 * A difference that is meant. Texts are compared as they are, but `*` stands for anything; what is left out may be
 * anything.
 */
export interface Expectation {
  readonly scenario?: string
  readonly mode?: Difference['mode']
  readonly step?: string
  readonly aspect?: Aspect
  readonly baseline?: string
  readonly candidate?: string
  /** Why they differ, for people. */
  readonly why: string
}

/** What is and what is not in a list of expectations. */
export interface Judged {
  readonly expected: readonly (Difference & { readonly why: string })[]
  readonly unexpected: readonly Difference[]
  /** Expectations nothing came of. */
  readonly unused: readonly Expectation[]
}

/** Sorts differences by whether they are expected. Those of gas alone are never unexpected. */
export function judge(differences: readonly Difference[], expectations: readonly Expectation[]): Judged {
  const used = new Set<Expectation>()
  const expected: (Difference & { why: string })[] = []
  const unexpected: Difference[] = []
  for (const difference of differences.filter(({ aspect }) => aspect !== 'gas')) {
    const found = expectations.filter((expectation) => isMet(expectation, difference))
    for (const one of found) used.add(one)
    if (found[0]) expected.push({ ...difference, why: found[0].why })
    else unexpected.push(difference)
  }
  return { expected, unexpected, unused: expectations.filter((expectation) => !used.has(expectation)) }
}

/**
 * Reads expectations from a file.
 *
 * @throws SimError `EXPECTATIONS_INVALID`.
 */
export function readExpectations(file: string | URL): Expectation[] {
  try {
    const entries = JSON.parse(readFileSync(file, 'utf8')) as Expectation[]
    if (!Array.isArray(entries) || !entries.every(isExpectation))
      throw new Error('an entry has no why, or an unknown aspect')
    return entries
  } catch (cause) {
    throw new SimError('EXPECTATIONS_INVALID', { file: String(file), reason: (cause as Error).message }, { cause })
  }
}

/** The file of expected differences this package keeps of ours against a published protocol. */
export const keptExpectations = (protocol: 'poco@5.5.0' | 'poco@6.1.0'): URL =>
  new URL(`../expect/builtin-vs-${protocol.replace('@', '-')}.json`, import.meta.url)

const aspects: readonly string[] = ['scenario', 'outcome', 'error', 'events', 'balances', 'value'] satisfies Aspect[]

const isExpectation = (entry: Expectation) =>
  typeof entry?.why === 'string' && (entry.aspect === undefined || aspects.includes(entry.aspect))

function isMet(expectation: Expectation, difference: Difference): boolean {
  const names = ['scenario', 'mode', 'step', 'aspect', 'baseline', 'candidate'] as const
  return names.every((name) => expectation[name] === undefined || matches(expectation[name], difference[name]))
}

function matches(pattern: string, text: string): boolean {
  const parts = pattern.split('*').map((part) => part.replace(/[.+?^${}()|[\]\\]/g, '\\$&'))
  return new RegExp(`^${parts.join('.*')}$`, 's').test(text)
}
