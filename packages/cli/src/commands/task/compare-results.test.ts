import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { compareResults, differenceText } from './compare-results.ts'

const bytes = (text: string) => Buffer.from(text)

describe('results of several runs', () => {
  it('that are equal have no difference', () => {
    const files = fc.dictionary(fc.string(), fc.uint8Array())
    fc.assert(
      fc.property(files, (given) => {
        expect(compareResults([given, structuredClone(given), given])).toEqual([])
      }),
      { seed: 7 },
    )
  })

  it('that differ are reported by file and byte', () => {
    const found = compareResults([
      { a: bytes('same'), b: bytes('1x') },
      { a: bytes('same'), b: bytes('1y') },
    ])
    expect(found.map(differenceText)).toEqual([
      'b differs at byte 1: run 1 has 0x78 ("x"), run 2 has 0x79 ("y")',
    ])
  })

  it('are compared under any file names', () => {
    const files = Object.fromEntries([['constructor', bytes('x')]])
    expect(compareResults([files, files])).toEqual([])
    expect(compareResults([files, {}]).map(differenceText)).toEqual([
      'constructor is only in run 1',
    ])
  })

  it('that end early or lack a file are reported', () => {
    const found = compareResults([
      { a: bytes('12') },
      { a: bytes('1') },
      { a: bytes('12'), b: bytes('x') },
      {},
    ])
    expect(found.map(differenceText)).toEqual([
      'a differs at byte 1: run 1 has 0x32 ("2"), run 2 has ended',
      'b is only in run 3',
      'a is only in run 1',
    ])
  })
})
