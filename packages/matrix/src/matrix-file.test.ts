import { describe, expect, it } from 'vitest'
import { cellName, cellsOf } from './cells/cells.ts'
import { matrixOf } from './matrix-file.ts'

const read = (document: unknown) => matrixOf(document, 'm.yaml')

describe('a matrix', () => {
  it('has a cell for each combination except the excluded ones', () => {
    const matrix = read({
      tee: ['scone', 'gramine'],
      sdk: [8, 'none'],
      image: 'app',
      faults: ['none', { name: 'down', faults: [], expect: { status: 'FAILED' } }],
      exclude: [
        { tee: 'gramine', sdk: 8 },
        { faults: 'down', tee: 'scone' },
      ],
    })
    expect(cellsOf(matrix).map(cellName)).toEqual([
      'scone / sdk 8 / app / builtin / none',
      'scone / no sdk / app / builtin / none',
      'gramine / no sdk / app / builtin / none',
      'gramine / no sdk / app / builtin / down',
    ])
    expect(cellsOf(matrix).at(-1)!.expect).toEqual({ status: 'FAILED' })
  })

  it('with an image alone runs standard tasks of the built-in requester, two at a time', () => {
    expect(read({ image: 'app' })).toMatchObject({
      tee: ['none'],
      sdk: ['none'],
      protocol: ['builtin'],
      parallel: 2,
    })
  })

  it.each([
    [[], 'it is not an object'],
    [{}, 'image is missing'],
    [{ image: 'a', frameworks: ['scone'] }, 'frameworks is not a known key'],
    [{ image: 'a', te: ['scone'] }, 'te is not a known key; did you mean "tee"?'],
    [
      { image: 'a', tee: ['scon'] },
      'tee[0] is invalid: "scon" is not one of scone, gramine, tdx, none; did you mean "scone"?',
    ],
    [{ image: 'a', sdk: ['8'] }, 'sdk[0] is invalid: "8" is not one of 8, 9, "none".'],
    [{ image: 'a', tee: [] }, 'tee is empty'],
    [{ image: 'a', faults: [{ name: 'x' }] }, 'faults[0].faults is missing'],
    [
      { image: 'a', faults: [{ nam: 'x', faults: [] }] },
      'faults[0].nam is not a known key; did you mean "name"?',
    ],
    [
      { image: 'a', exclude: [{ te: 'scone' }] },
      'exclude[0].te is not a known axis; did you mean "tee"?',
    ],
    [
      { image: 'a', secrets: { x: { name: 'a', value: 'b' } } },
      'secrets.x is not a known secret number, 1 or above',
    ],
    [{ image: 'a', secrets: { 1: { name: 'a' } } }, 'secrets.1 needs either env or value'],
    [
      { image: 'a', secrets: { 1: { name: 'a', value: 'b', env: 'C' } } },
      'secrets.1 needs either env or value',
    ],
    [
      { image: 'a', expect: { staus: 'x' } },
      'expect.staus is not a known key; did you mean "status"?',
    ],
    [
      { image: 'a', expect: { status: 'COMPLETE' } },
      'expect.status is invalid: "COMPLETE" is not one of COMPLETED, FAILED',
    ],
    [
      { image: 'a', tee: ['scone'], exclude: [{ tee: 'scon' }] },
      'exclude[0].tee is invalid: "scon" is not a value of the axis; did you mean "scone"?',
    ],
    [{ image: 'a', sdk: [8], exclude: [{ sdk: '8' }] }, 'exclude[0].sdk is invalid: "8"'],
    [{ image: 'a', secrets: { 1: { name: 'a', value: 7 } } }, 'secrets.1.value is not text.'],
    [{ image: 'a', parallel: 0 }, 'parallel is invalid: 0'],
    [{ image: 'a', timeout: 'long' }, 'timeout is not a whole number from 1 to 86400.'],
  ])('%j is refused with the path of the field', (document, said) => {
    expect(() => read(document)).toThrow(`Invalid matrix m.yaml: ${said}`)
  })
})
