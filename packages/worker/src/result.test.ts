import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { callbackDigest, folderDigest } from '@iexec-sim/protocol'
import { unzipSync } from 'fflate'
import { beforeEach, describe, expect, it } from 'vitest'
import { readComputedJson } from './computed-json.ts'
import type { OutputCopy } from './output-tree.ts'
import { tooLongName, zipResult } from './result-archive.ts'
import { resultDigest } from './result-digest.ts'
import { ENCLAVE_RULES, STANDARD_RULES } from './result-rules.ts'

const { v8, v9 } = ENCLAVE_RULES
const ALL = [STANDARD_RULES, v8, v9]
const sha256 = (text: string) => `0x${createHash('sha256').update(text).digest('hex')}` as const

let dir: string
let target: string
beforeEach(() => {
  const folder = mkdtempSync(join(tmpdir(), 'iexec-sim-result-'))
  dir = join(folder, 'out')
  target = join(folder, 'out.zip')
  mkdirSync(dir)
  return () => rmSync(folder, { recursive: true, force: true })
})

/** An output of these files and symbolic links, as it is copied. */
function output(files: Record<string, string>, links: Record<string, string> = {}): OutputCopy {
  for (const [name, content] of [
    ...Object.entries(files),
    ...Object.keys(links).map((name) => [name, ''] as const),
  ]) {
    mkdirSync(dirname(join(dir, name)), { recursive: true })
    writeFileSync(join(dir, name), content)
  }
  return { dir, links }
}

const unzipped = () =>
  Object.fromEntries(
    Object.entries(unzipSync(readFileSync(target))).map(([name, b]) => [
      name,
      Buffer.from(b).toString(),
    ]),
  )
const byPath = (path: string, copy: OutputCopy, rules = v8) =>
  resultDigest({ 'deterministic-output-path': path }, copy, false, rules)

describe('the archive', () => {
  const NAMES = [
    'C:notes.txt',
    '..\\w',
    'a\\b',
    ' 00',
    'x ',
    'é世界😀',
    'caf\ufffd',
    '-rf',
    'a\nb',
    '"q"',
    'sub/C:\\x',
  ]

  it('holds files under any names', async () => {
    const files = Object.fromEntries(NAMES.map((name) => [name, `of ${name}`]))
    await zipResult(output(files), v8, target)
    expect(unzipped()).toEqual(files)
  })

  it('is the same for the same files', async () => {
    const copy = output({ a: 'x'.repeat(100_000), 'b/c': '' })
    await zipResult(copy, v8, target)
    const first = readFileSync(target)
    await zipResult(copy, v8, target)
    expect(readFileSync(target).equals(first)).toBe(true)
  })

  it('rejects when its files go away under it', async () => {
    const names = Array.from({ length: 64 }, (_, i) => ` ${i}`)
    const zipping = zipResult(
      output(Object.fromEntries(names.map((name) => [name, 'x'.repeat(100_000)]))),
      v8,
      target,
    )
    rmSync(dir, { recursive: true })
    await expect(zipping).rejects.toThrow(/ENOENT/)
  })

  it('stops at once when aborted', async () => {
    const copy = output(
      Object.fromEntries(Array.from({ length: 500 }, (_, i) => [`${i}`, 'x'.repeat(10_000)])),
    )
    const abort = new AbortController()
    const zipping = zipResult(copy, v8, target, [], abort.signal)
    abort.abort(new Error('enough'))
    await expect(zipping).rejects.toThrow(/enough|aborted/)
  })

  it('rejects when its own folder goes away, or when names clash', async () => {
    const copy = output({ a: 'x' })
    await expect(zipResult(copy, v8, join(dir, 'no/such/folder.zip'))).rejects.toThrow(/ENOENT/)
    await expect(zipResult(copy, v8, target, ['caf\ufffd'])).rejects.toThrow(
      /several files have the name "caf\ufffd"/,
    )
    expect(existsSync(target)).toBe(false)
  })

  it('has an empty entry for a symbolic link, and no entry on v9', async () => {
    const copy = output({ run: 'x' }, { latest: 'run' })
    for (const rules of [STANDARD_RULES, v8]) {
      await zipResult(copy, rules, target)
      expect(unzipped()).toEqual({ run: 'x', latest: '' })
    }
    await zipResult(copy, v9, target)
    expect(unzipped()).toEqual({ run: 'x' })
  })
})

describe('names', () => {
  const japanese = '結果報告書二〇二四年度第一四半期.txt'
  it.each([
    ['a folder of any length', `${'f'.repeat(60)}/a`, [false, false, false]],
    ['31 characters', 'n'.repeat(31), [false, false, false]],
    ['32 characters', `sub/${'n'.repeat(32)}`, [true, true, true]],
    ['20 characters of 52 bytes', japanese, [false, false, true]],
    ['16 emoji of two units each', '😀'.repeat(16), [true, true, true]],
    ['11 characters of 33 bytes', '世'.repeat(11), [false, false, true]],
  ])('%s', (_, name, tooLong) => {
    const copy = output({ [name]: '' })
    expect(ALL.map((rules) => tooLongName(copy, rules) !== undefined)).toEqual(tooLong)
  })

  it('of symbolic links count for the Java programs, and so do those of files that were not copied', () => {
    const copy = output({}, { ['l'.repeat(32)]: 'x' })
    expect(ALL.map((rules) => tooLongName(copy, rules) !== undefined)).toEqual([true, true, false])
    rmSync(join(dir, 'l'.repeat(32)))
    expect(tooLongName({ dir, links: {} }, v8, [`d/${'p'.repeat(40)}`])).toMatch(
      /has a name of 40 characters.*31/,
    )
  })
})

describe('the digest', () => {
  const LINKS = {
    latest: 'runs/1/r.txt',
    absolute: '/iexec_out/runs/1/r.txt',
    chain: 'latest',
    folder: 'runs/1',
    up: 'runs/../runs/1/r.txt',
    loop: 'pool',
    pool: 'loop',
    passwd: '../../etc/passwd',
    etc: '/etc',
    dangling: 'nowhere',
  }
  const copy = () => output({ 'runs/1/r.txt': 'ok', empty: '' }, LINKS)

  it.each([
    'latest',
    'absolute',
    'chain',
    'folder/r.txt',
    'up',
    'folder/../1/r.txt',
    'runs//1/./r.txt',
  ])('covers the target of "%s"', async (path) => {
    const { digest } = await byPath(`/iexec_out/${path}`, copy())
    expect(digest).toBe(sha256('ok'))
  })

  it.each([
    ['/iexec_out/loop', /circle/],
    ['/iexec_out/passwd', /outside of \/iexec_out/],
    ['/iexec_out/etc/passwd', /outside of \/iexec_out|outside of the container/],
    ['/iexec_out/dangling', /leads to "\/iexec_out\/nowhere", which does not exist/],
    ['/iexec_out/nope', /"\/iexec_out\/nope" does not exist/],
    ['/iexec_out/runs/1/r.txt/x', /does not exist/],
    ['/etc/passwd', /outside/],
    ['/iexec_out/../etc', /outside/],
    ['/', /outside/],
    ['iexec_out/empty', /not an absolute path/],
    ['C:/iexec_out', /not an absolute path/],
    ['', /has no "deterministic-output-path"/],
  ])('of "%s" is absent, with the reason', async (path, reason) => {
    for (const rules of ALL) expect((await byPath(path, copy(), rules)).reason).toMatch(reason)
  })

  it('follows no absolute link for a standard task, as the worker reads outside of the container', async () => {
    expect((await byPath('/iexec_out/absolute', copy(), STANDARD_RULES)).reason).toMatch(
      /make the link relative/,
    )
    expect((await byPath('/iexec_out/latest', copy(), STANDARD_RULES)).digest).toBe(sha256('ok'))
  })

  it('of a folder covers its files and links to files', async () => {
    const inside = [
      { name: 'empty', sha256: sha256('') },
      ...['absolute', 'chain', 'latest', 'up'].map((name) => ({ name, sha256: sha256('ok') })),
    ]
    expect((await byPath('/iexec_out', copy())).digest).toBe(folderDigest(inside))
    expect((await byPath('/iexec_out', copy(), v9)).digest).toBe(folderDigest(inside.slice(1)))
  })

  it('of a folder sorts names by UTF-16 units in Java and by bytes in Rust', async () => {
    const files = { '\uff5e': 'a', '😀': 'b' }
    const hashed = Object.entries(files).map(([name, text]) => ({ name, sha256: sha256(text) }))
    const out = output(files)
    expect((await byPath('/iexec_out', out)).digest).toBe(folderDigest(hashed, 'utf-16'))
    expect((await byPath('/iexec_out', out, v9)).digest).toBe(folderDigest(hashed, 'utf-8'))
    expect(folderDigest(hashed, 'utf-16')).not.toBe(folderDigest(hashed, 'utf-8'))
  })

  it('of an empty file or folder is refused by the Rust program', async () => {
    mkdirSync(join(dir, 'nothing'))
    for (const path of ['/iexec_out/empty', '/iexec_out/nothing']) {
      expect((await byPath(path, copy())).digest).toBeDefined()
      expect((await byPath(path, copy(), v9)).reason).toMatch(/is empty/)
    }
  })

  it('of a callback covers its bytes', async () => {
    const of = (data: string | null, rules = v8) =>
      resultDigest({ 'callback-data': data }, copy(), true, rules)
    expect((await of('abcdef12')).digest).toBe(callbackDigest('0xabcdef12'))
    expect((await of('0x')).digest).toBe(callbackDigest('0x'))
    expect((await of('abcdef12', v9)).digest).toBe(
      callbackDigest(`0x${Buffer.from('abcdef12').toString('hex')}`),
    )
    for (const rules of ALL)
      for (const none of ['', null])
        expect((await of(none, rules)).reason).toMatch(/no "callback-data"/)
  })
})

describe('computed.json', () => {
  const TEXT = '{"deterministic-output-path":"/iexec_out/r"}'
  it('may be a symbolic link', () => {
    const copy = output({ 'sub/c.json': TEXT }, { 'computed.json': 'sub/c.json' })
    for (const rules of ALL) expect(readComputedJson(copy, rules).computed).toBeDefined()
  })
  it.each([
    ['absent', {}, {}, /does not exist/, true],
    ['a link out', {}, { 'computed.json': '/etc/passwd' }, /outside|path that workers/, true],
    ['too long', { 'computed.json': ' '.repeat(1024 ** 2 + 1) }, {}, /1048577 bytes/, true],
    ['a folder', { 'computed.json/x': '' }, {}, /a folder/, undefined],
    ['empty', { 'computed.json': '' }, {}, /is empty/, undefined],
  ])('%s is reported', (_, files, links, flaw, missing) => {
    for (const rules of ALL)
      expect(
        readComputedJson(
          output(files as Record<string, string>, links as Record<string, string>),
          rules,
        ),
      ).toEqual({
        flaw: expect.stringMatching(flaw),
        ...(missing ? { missing } : {}),
      })
  })
  it('that is not UTF-8 is read by the Java programs alone', () => {
    output({})
    writeFileSync(
      join(dir, 'computed.json'),
      Buffer.from(TEXT.replace('}', ',"error-message":"caf\xe9"}'), 'latin1'),
    )
    expect(readComputedJson({ dir, links: {} }, v8).computed).toBeDefined()
    expect(readComputedJson({ dir, links: {} }, v9).flaw).toMatch(/not UTF-8/)
  })
})
