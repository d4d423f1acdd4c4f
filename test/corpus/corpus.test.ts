import { fileURLToPath } from 'node:url'
import { arbitrumSepolia, bellecour, type TeeFramework } from '@iexec-sim/protocol'
import { afterAll, describe, expect, it, vi } from 'vitest'
import { type CaseFile, expectedAt, type Place, readCase, readCorpus } from './support/case-file.ts'
import type { CaseOutcome } from './support/corpus-network.ts'
import { CorpusNetworks } from './support/corpus-networks.ts'

const corpus = readCorpus(fileURLToPath(new URL('.', import.meta.url)))

// Most of a case is waiting: for containers, and for its turn among the cases of its network.
vi.setConfig({ maxConcurrency: 14, testTimeout: 240_000 })

const [v8, v9] = [{ profile: bellecour }, { profile: arbitrumSepolia }]
const networks = new CorpusNetworks({
  v8: [
    { ...v8, workers: 3 },
    { ...v8, workers: 1 },
    { ...v8, workers: 1 },
  ],
  v9: [
    { ...v9, workers: 1 },
    { ...v9, workers: 1 },
  ],
  hardened: [{ ...v8, workers: 1, harden: true }],
})
afterAll(() => networks[Symbol.asyncDispose]())

const PLACES: Record<Place, [kind: 'v8' | 'v9' | 'hardened', TeeFramework | undefined]> = {
  standard: ['v8', undefined],
  scone: ['v8', 'scone'],
  gramine: ['v8', 'gramine'],
  tdx: ['v8', 'tdx'],
  'standard-v9': ['v9', undefined],
  'tdx-v9': ['v9', 'tdx'],
  hardened: ['hardened', undefined],
}

describe.concurrent.each(Object.keys(PLACES) as Place[])('on %s', (place) => {
  const cases = corpus.filter(({ places }) => places.includes(place))
  it.each(cases.map((one) => [one.name, one] as const))('%s', async (_, one) => {
    const [kind, framework] = PLACES[place]
    check(one, place, await networks.run(kind, one, framework, expectedAt(one, place)))
  })
})

function check(one: CaseFile, place: Place, got: CaseOutcome): void {
  const wanted = expectedAt(one, place)
  const { status, cause, reason, notes } = got
  const said = JSON.stringify({ status, cause, reason, notes })
  if (wanted.cause) expect(cause, said).toBe(wanted.cause)
  else if (wanted.disagree) expect(got.isDisputed, status).toBe(true)
  else expect(status, said).toBe('COMPLETED')
  if (wanted.cause) expect(reason, 'a failure without a reason').toBeTruthy()
  if (wanted.reason) expect(reason).toMatch(new RegExp(wanted.reason, 's'))
  if (wanted.note) expect(notes.join('\n')).toMatch(new RegExp(wanted.note, 's'))
  else expect(notes).toEqual([])
  if (wanted.callback) expect(got.callback).toBe(wanted.callback)
  if (wanted.result !== undefined) expect(got.files['result.txt']).toBe(wanted.result)
  for (const [name, content] of Object.entries(wanted.files ?? {}))
    expect(got.files[name], name).toBe(content === null ? undefined : content)
}

describe('a case file', () => {
  const good = 'title: t\nsource: s\nargv: true\nplaces: [standard]\nexpect: {result: x}\n'
  it('is read', () =>
    expect(readCase('/nowhere', 'one', good)).toMatchObject({ name: 'one', places: ['standard'] }))
  it.each([
    ['no map', '- a', /it is not a map/],
    ['broken YAML', 'a: [', /Invalid test\/corpus\/one\/case.yaml/],
    ['an unknown key', `${good}exspect: 1\n`, /unknown key "exspect"; known are title, /],
    [
      'an unknown place',
      good.replace('standard', 'sgx'),
      /"places" has to be some of standard, scone/,
    ],
    [
      'an unknown expectation',
      good.replace('result', 'output'),
      /"expect" has to be a map of cause, /,
    ],
    ['no title', good.replace('title: t\n', ''), /"title" is missing/],
    [
      'nothing to run',
      good.replace('argv: true\n', ''),
      /needs one of "script", "argv: true", "architecture" and a Dockerfile/,
    ],
  ])('with %s is refused with a clear error', (_, yaml, message) =>
    expect(() => readCase('/nowhere', 'one', yaml)).toThrow(message),
  )
  it('exists for each of 60 cases or more', () => expect(corpus.length).toBeGreaterThanOrEqual(60))
})
