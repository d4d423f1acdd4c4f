import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { readComputedFile } from './computed-file.ts'

const PATH = '/iexec_out/r.txt'
const plain = JSON.stringify({ 'deterministic-output-path': PATH })
const java = (text: string) => readComputedFile(text, 'java')
const rust = (text: string) => readComputedFile(text, 'rust')

describe('computed.json', () => {
  it.each([
    ['plain', plain],
    [
      'with CR LF, nested unknown keys and null',
      `{\r\n "x": {"y": [1, {"z": null}]},\r\n "error-message": null,\r\n ${plain.slice(1)}`,
    ],
    ['with an escaped key', plain.replace('deterministic', '\\u0064eterministic')],
    ['with blanks around', ` \n\t${plain}\n\n`],
  ])('is read by both: %s', (_, text) => {
    for (const read of [java, rust])
      expect(read(text).computed).toMatchObject({ 'deterministic-output-path': PATH })
  })

  it.each([
    ['two objects', `${plain}\n{"deterministic-output-path":"/iexec_out/other"}`],
    ['an object and garbage', `${plain} oops`],
    ['a key twice', `{"deterministic-output-path":"/x",${plain.slice(1)}`],
    ['an error message that is a number', `{"error-message":12,${plain.slice(1)}`],
    ['150 levels', `{"x":${'['.repeat(150)}${']'.repeat(150)},${plain.slice(1)}`],
    ['a lone surrogate', `{"error-message":"\\ud800",${plain.slice(1)}`],
  ])('is read by the Java services alone: %s', (_, text) => {
    expect(java(text).computed).toMatchObject({ 'deterministic-output-path': PATH })
    expect(rust(text).flaw).toBeDefined()
  })

  it('gives numbers and truth values as written in Java', () => {
    expect(java('{"callback-data":1.50e2,"deterministic-output-path":true}').computed).toEqual({
      'callback-data': '1.50e2',
      'deterministic-output-path': 'true',
    })
  })

  it.each([
    ['a byte order mark', `\ufeff${plain}`, /byte order mark \(U\+FEFF\) at line 1, column 1/],
    ['NaN', `{"x":NaN,\n${plain.slice(1)}`, /U\+004E\) at line 1, column 6/],
    ['a comment', `{\n // hi\n${plain.slice(1)}`, /line 2, column 2/],
    ['single quotes', "{'deterministic-output-path':'/x'}", /U\+0027/],
    ['a comma at the end', '{"x":1,}', /column 8/],
    ['a number that begins with 0', '{"x":007}', /column 6/],
    ['no end', '{"x":1', /ends too early/],
    ['an array', '["x"]', /not a JSON object/],
    ['null', 'null', /not a JSON object/],
    ['nothing', ' \n', /is empty/],
    ['an object for a path', '{"deterministic-output-path":{}}', /has to be text/],
    ['an array for a path', '{"deterministic-output-path":["/x"]}', /has to be text/],
    ['a line break in text', '{"x":"a\nb"}', /U\+0022/],
  ])('is refused by both, with the place: %s', (_, text, flaw) => {
    for (const read of [java, rust]) expect(read(text).flaw).toMatch(flaw)
  })

  it('is read if and only if JSON.parse reads an object', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string(), fc.jsonValue()), (object) => {
        for (const read of [java, rust])
          expect(read(JSON.stringify({ a: object }, null, 1)).computed).toEqual({})
      }),
      { seed: 5 },
    )
    fc.assert(
      fc.property(
        fc.dictionary(fc.string(), fc.jsonValue()),
        fc.nat(),
        fc.string({ maxLength: 2 }),
        (object, at, put) => {
          const text = JSON.stringify({ a: object })
          const broken = text.slice(0, at % text.length) + put + text.slice((at % text.length) + 1)
          const isObject = (() => {
            try {
              const value: unknown = JSON.parse(broken)
              return typeof value === 'object' && value !== null && !Array.isArray(value)
            } catch {
              return false
            }
          })()
          if (isObject) expect(java(broken).flaw).toBeUndefined()
          else expect(rust(broken).computed).toBeUndefined()
        },
      ),
      { seed: 6 },
    )
  })
})
