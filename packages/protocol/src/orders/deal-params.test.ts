import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { parseDealParams } from './deal-params.ts'

describe('deal params', () => {
  it('reads text that is not JSON as arguments', () => {
    expect(parseDealParams('hello world', 'v8')).toMatchObject({
      args: 'hello world',
      inputFiles: [],
      secrets: {},
    })
  })
  it('reads JSON with an unknown key as arguments, as a whole', () => {
    const text = '{"iexec_args":"a","foo":1}'
    expect(parseDealParams(text, 'v8').args).toBe(text)
  })
  it('reads bulk_cid in v9 only', () => {
    const text = '{"iexec_args":"a","bulk_cid":"x"}'
    expect(parseDealParams(text, 'v8')).toMatchObject({ args: text, bulkCid: '' })
    expect(parseDealParams(text, 'v9')).toMatchObject({ args: 'a', bulkCid: 'x' })
  })
  it('reads JSON with a value of the wrong type as arguments', () => {
    for (const text of [
      '{"iexec_args":["a"]}',
      '{"iexec_args":{}}',
      '{"iexec_secrets":{"1":{}}}',
      '{"iexec_secrets":"1"}',
      '{"iexec_input_files":"x"}',
      '{"iexec_input_files":["x",["y"]]}',
      '{"iexec_result_encryption":"yes"}',
      '{"iexec_result_encryption":1.0}',
      "{'iexec_args':'a'}",
      ' "a"',
      '[]',
      'null',
      '12',
    ])
      expect(parseDealParams(text, 'v8').args).toBe(text)
  })
  it('reads numbers and truth values as text, as written', () => {
    const text =
      '{"iexec_args":1.50,"iexec_input_files":["a,b",7,true],"iexec_secrets":{"1":2,"3":"x"}}'
    expect(parseDealParams(text, 'v8')).toMatchObject({
      args: '1.50',
      inputFiles: ['a,b', '7', 'true'],
      secrets: { 1: '2', 3: 'x' },
    })
  })
  it.each([
    ['true', true],
    ['"True"', true],
    ['"TRUE"', true],
    ['" true "', true],
    ['-2', true],
    ['0', false],
    ['"False"', false],
    ['""', false],
    ['null', false],
  ])('reads %s as a truth value', (written, encrypted) => {
    const text = `{"iexec_args":"a","iexec_result_encryption":${written}}`
    expect(parseDealParams(text, 'v9')).toMatchObject({ args: 'a', resultEncryption: encrypted })
  })
  it('reads null as an absent value', () => {
    const text = '{"iexec_args":null,"iexec_input_files":null,"iexec_secrets":null}'
    expect(parseDealParams(text, 'v8')).toMatchObject({ args: '', inputFiles: [], secrets: {} })
  })
  it('reads the first object alone, and the last of two equal keys', () => {
    expect(parseDealParams(' {"iexec_args":"a","iexec_args":"b"} {"foo":1}', 'v8').args).toBe('b')
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
