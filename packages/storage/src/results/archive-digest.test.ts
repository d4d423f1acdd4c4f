import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { callbackDigest, fileDigest, folderDigest } from '@iexec-sim/protocol'
import { type Zippable, zipSync } from 'fflate'
import { afterAll, describe, expect, it } from 'vitest'
import { archiveDigest } from './archive-digest.ts'

const dir = mkdtempSync(join(tmpdir(), 'iexec-sim-archive-'))
afterAll(() => rmSync(dir, { recursive: true }))

function digest(said: object | undefined, content: Zippable, change = (zip: Uint8Array) => zip) {
  const file = join(dir, 'archive.zip')
  const computed = said && { 'computed.json': Buffer.from(JSON.stringify(said)) }
  writeFileSync(file, change(zipSync({ ...computed, ...content })))
  return archiveDigest(file)
}
const at = (path: string) => ({ 'deterministic-output-path': path })
const [A, B] = [Buffer.from('a'), Buffer.from('b')]
const both = folderDigest([
  { name: 'a', sha256: fileDigest(A) },
  { name: 'b', sha256: fileDigest(B) },
])

describe('the digest of an archive', () => {
  it('is that of the file it names', async () => {
    expect(await digest(at('/iexec_out/a'), { a: A, b: B })).toBe(fileDigest(A))
    expect(await digest(at('/iexec_out/in/../in/a'), { 'in/a': A })).toBe(fileDigest(A))
  })
  it('is that of the files directly in a folder', async () => {
    for (const path of ['/iexec_out/in', '/iexec_out/in/'])
      expect(await digest(at(path), { 'in/b': B, 'in/a': A, 'in/deep/c': A, inner: B })).toBe(both)
  })
  it('does not count the entries of folders themselves', async () => {
    const folders = { 'in/': new Uint8Array(), 'in/deep/': new Uint8Array() }
    expect(await digest(at('/iexec_out/in'), { ...folders, 'in/a': A, 'in/b': B })).toBe(both)
  })
  it('counts computed.json in the output folder as a whole', async () => {
    const said = at('/iexec_out')
    const computed = {
      name: 'computed.json',
      sha256: fileDigest(Buffer.from(JSON.stringify(said))),
    }
    expect(await digest(said, { a: A })).toBe(
      folderDigest([{ name: 'a', sha256: fileDigest(A) }, computed]),
    )
  })
  it('is that of the callback where there is one', async () => {
    expect(await digest({ 'callback-data': '0x1234' }, {})).toBe(callbackDigest('0x1234'))
  })
  it.each([
    ['names a path outside the output', at('/etc/passwd')],
    ['names nothing', {}],
    ['has callback data that are not hex', { 'callback-data': '0xzz' }],
    ['is a list', []],
  ])('is absent if computed.json %s', async (_title, said) => {
    expect(await digest(said, { a: A })).toBeUndefined()
  })
  it('is absent without computed.json, and for a torn archive', async () => {
    expect(await digest(undefined, { a: A })).toBeUndefined()
    expect(
      await digest(at('/iexec_out/a'), { a: A }, (zip) => zip.subarray(0, zip.length - 30)),
    ).toBeUndefined()
  })
  it('is absent if an entry unpacks to more than its declared size', async () => {
    const content = { a: Buffer.alloc(1_000_000) }
    const understate = (zip: Uint8Array) => {
      const bytes = Buffer.from(zip)
      for (
        let i = bytes.indexOf(Buffer.from([0x40, 0x42, 0x0f, 0]));
        i >= 0;
        i = bytes.indexOf(Buffer.from([0x40, 0x42, 0x0f, 0]))
      )
        bytes.writeUInt32LE(10, i)
      return bytes
    }
    expect(await digest(at('/iexec_out/a'), content)).toBe(fileDigest(content.a))
    expect(await digest(at('/iexec_out/a'), content, understate)).toBeUndefined()
  })
  it('is absent if the declared sizes exceed 2 GiB', async () => {
    const overstate = (zip: Uint8Array) => {
      const bytes = Buffer.from(zip)
      // Of the entry in the directory of the archive: the length is 24 bytes behind its mark.
      bytes.writeUInt32LE(2 ** 31 + 1, bytes.lastIndexOf(Buffer.from('PK\x01\x02')) + 24)
      return bytes
    }
    expect(await digest(at('/iexec_out/a'), { a: A, b: B })).toBe(fileDigest(A))
    expect(await digest(at('/iexec_out/a'), { a: A, b: B }, overstate)).toBeUndefined()
  })
})
