import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { parseDealParams } from './deal-params.ts'

describe('deal params', () => {
  it('takes text that is not JSON as arguments', () => {
    expect(parseDealParams('hello world', 'v8')).toMatchObject({ args: 'hello world', inputFiles: [], secrets: {} })
  })
  it('takes JSON with an unknown key as arguments, whole', () => {
    const text = '{"iexec_args":"a","foo":1}'
    expect(parseDealParams(text, 'v8').args).toBe(text)
  })
  it('knows bulk_cid in v9 only', () => {
    const text = '{"iexec_args":"a","bulk_cid":"x"}'
    expect(parseDealParams(text, 'v8')).toMatchObject({ args: text, bulkCid: '' })
    expect(parseDealParams(text, 'v9')).toMatchObject({ args: 'a', bulkCid: 'x' })
  })
  it('takes a value of the wrong type as arguments', () => {
    for (const text of [
      '{"iexec_secrets":{"1":2}}',
      '{"iexec_input_files":"x"}',
      '{"iexec_result_encryption":"yes"}',
      '[]',
      'null',
      '12',
    ])
      expect(parseDealParams(text, 'v8').args).toBe(text)
  })
  it('keeps the names of requester secrets as written', () => {
    expect(parseDealParams('{"iexec_secrets":{"01":"Key","2":"key"}}', 'v8').secrets).toEqual({
      '01': 'Key',
      '2': 'key',
    })
  })
  it('never throws and never loses a plain text', () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        const params = parseDealParams(text, 'v8')
        if (!text.trimStart().startsWith('{')) expect(params.args).toBe(text)
      }),
      { seed: 1 },
    )
  })
})
