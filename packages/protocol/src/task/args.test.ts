import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { explainArgs, tokenizeArgs } from './args.ts'

describe('arguments', () => {
  it.each([
    ['', []],
    ['   ', []],
    ['  x   y ', ['x', 'y']],
    [`"a b" c 'd e'`, ['a b', 'c', 'd e']],
    ['--x "a b" --y="c d"', ['--x', 'a b', '--y=c d']],
    ['{"city":"Paris","n":2}', ['{city:Paris,n:2}']],
    [String.raw`{\"city\":\"Paris\"}`, [String.raw`{\"city\":\"Paris\"}`]],
    [`'{"a": "b c"}'`, ['{"a": "b c"}']],
    [`"it's"`, [`it's`]],
    ['"a"b', ['ab']],
    [`a'b c'd`, ['ab cd']],
    ['"a "b" c"', ['a b c']],
    ['""', []],
    [`a "" '' b`, ['a', 'b']],
    ['"open', []],
    [`it's`, []],
    ['"a "b"', []],
    [String.raw`\"a b\"`, [String.raw`\"a`, String.raw`b\"`]],
    [String.raw`"a \" b"`, [String.raw`a \" b`]],
    [String.raw`'a \' b'`, [String.raw`a \' b`]],
    [String.raw`C:\dir\file "x"`, [String.raw`C:\dir\file`, 'x']],
    [String.raw`a\\"b c`, [String.raw`a\\"b`, 'c']],
    [String.raw`a\\"b c"`, []],
    // The escape outlives the blank: the first quote is kept, the second one opens and never
    // closes.
    [String.raw`a\ "b c"`, []],
    [String.raw`a\ "b c`, ['a\\', '"b', 'c']],
    [`a\tb\nc d`, ['a\tb\nc', 'd']],
    ['$HOME `id` $(id) * ~ é世界😀', ['$HOME', '`id`', '$(id)', '*', '~', 'é世界😀']],
  ])('%j', (text, argv) => expect(tokenizeArgs(text)).toEqual(argv))

  it('splits plain words back', () => {
    fc.assert(
      fc.property(fc.array(fc.stringMatching(/^[a-z0-9=/.-]+$/)), (words) => {
        expect(tokenizeArgs(words.join(' '))).toEqual(words)
      }),
      { seed: 2 },
    )
  })

  it('keeps all characters in single quotes except single quotes and backslashes', () => {
    fc.assert(
      fc.property(fc.array(fc.stringMatching(/^[^'\\]+$/)), (words) => {
        expect(tokenizeArgs(words.map((word) => `'${word}'`).join(' '))).toEqual(words)
      }),
      { seed: 3 },
    )
  })

  it('drops only quotes and blanks, unless quotes are unbalanced', () => {
    const bare = (text: string) => text.replace(/["' ]/g, '')
    fc.assert(
      fc.property(fc.string(), (text) => {
        const argv = tokenizeArgs(text)
        if (argv.length > 0) expect(bare(argv.join(''))).toBe(bare(text))
      }),
      { seed: 4 },
    )
  })

  it('reports the dropped text', () => {
    expect(explainArgs('a b')).toEqual({ argv: ['a', 'b'] })
    expect(explainArgs('"a b" c')).toEqual({ argv: ['a b', 'c'] })
    expect(explainArgs('it is "open').warning).toMatch(/Every argument was dropped/)
    expect(explainArgs('{"a":1}')).toEqual({
      argv: ['{a:1}'],
      warning: expect.stringMatching(/removed the quotes/),
    })
    expect(explainArgs('""').warning).toMatch(/none/)
    expect(explainArgs(`'{"a":1}'`)).toEqual({ argv: ['{"a":1}'] })
  })
})
