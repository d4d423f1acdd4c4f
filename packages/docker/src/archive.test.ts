import { mkdir, readdir, readFile, stat, symlink, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { type Header, pack } from 'tar-stream'
import { expect, it } from 'vitest'
import { temporaryFolders } from '../test/fixture.ts'
import { firstFile, packFolder } from './archive.ts'
import { unpackFolder } from './unpack.ts'

type HeaderArgument = Partial<Header> & Pick<Header, 'name'>

const folder = temporaryFolders()
const ROOMY = { maxBytes: 1_000_000, maxFiles: 1_000 }

function archive(entries: [HeaderArgument, string?][]): Readable {
  const tar = pack()
  for (const [header, content] of entries) tar.entry(header, content ?? '')
  tar.finalize()
  return Readable.from(tar, { objectMode: false })
}

it('a folder packed and unpacked is the same', async () => {
  const [from, to] = [await folder(), await folder()]
  await mkdir(join(from, 'a'))
  await writeFile(join(from, 'a/b.txt'), 'hello')
  await writeFile(join(from, 'empty'), '')
  const taken = await unpackFolder(packFolder(from, 'root'), to, ROOMY)
  expect(taken).toEqual({ files: 2, bytes: 5, truncated: false })
  expect(await readFile(join(to, 'a/b.txt'), 'utf8')).toBe('hello')
  expect(await readdir(to)).toEqual(['a', 'empty'])
})

it('writes files and folders for their owner alone', async () => {
  const to = await folder()
  await unpackFolder(
    archive([
      [{ name: 'o/d', type: 'directory', mode: 0o777 }],
      [{ name: 'o/d/f', mode: 0o4777 }, 'x'],
    ]),
    to,
    ROOMY,
  )
  expect((await stat(join(to, 'd'))).mode & 0o7777).toBe(0o700)
  expect((await stat(join(to, 'd/f'))).mode & 0o7777).toBe(0o600)
})

it('turns links into empty files and never follows them', async () => {
  const to = await folder()
  const taken = await unpackFolder(
    archive([
      [{ name: 'o/passwd', type: 'symlink', linkname: '/etc/passwd' }],
      [{ name: 'o/hard', type: 'link', linkname: '/etc/shadow' }],
      [{ name: 'o/dir', type: 'symlink', linkname: '/tmp' }],
      [{ name: 'o/dir/inside' }, 'x'],
    ]),
    to,
    ROOMY,
  )
  expect(taken.files).toBe(3)
  expect(await readFile(join(to, 'passwd'), 'utf8')).toBe('')
  expect((await stat(join(to, 'dir'))).isFile()).toBe(true)
})

it('gives a hard link the content of its file, before or after it, through chains', async () => {
  const to = await folder()
  const taken = await unpackFolder(
    archive([
      [{ name: 'o/early', type: 'link', linkname: 'o/sub/file' }],
      [{ name: 'o/sub/file' }, 'content'],
      [{ name: 'o/late', type: 'link', linkname: 'o/early' }],
      [{ name: 'o/a', type: 'link', linkname: 'o/b' }],
      [{ name: 'o/b', type: 'link', linkname: 'o/a' }],
      [{ name: 'o/out', type: 'link', linkname: '../sub/file' }],
    ]),
    to,
    ROOMY,
  )
  expect(taken).toEqual({ files: 6, bytes: 21, truncated: false })
  for (const name of ['early', 'late', 'sub/file'])
    expect(await readFile(join(to, name), 'utf8')).toBe('content')
  for (const name of ['a', 'b', 'out']) expect(await readFile(join(to, name), 'utf8')).toBe('')
})

it('counts a hard-linked file once for each of its names', async () => {
  const taken = await unpackFolder(
    archive([[{ name: 'o/f' }, 'x'.repeat(60)], [{ name: 'o/g', type: 'link', linkname: 'o/f' }]]),
    await folder(),
    { maxBytes: 100, maxFiles: 10 },
  )
  expect(taken.truncated).toBe('bytes')
})

it('returns the targets of symbolic links, including hard links to them', async () => {
  const to = await folder()
  const { links } = await unpackFolder(
    archive([
      [{ name: 'o/s', type: 'symlink', linkname: '../up' }],
      [{ name: 'o/h', type: 'link', linkname: 'o/s' }],
      [{ name: 'o/__proto__', type: 'symlink', linkname: 'x' }],
    ]),
    to,
    ROOMY,
  )
  expect(Object.entries(links!)).toEqual([
    ['s', '../up'],
    ['__proto__', 'x'],
    ['h', '../up'],
  ])
  expect((await stat(join(to, 'h'))).isFile()).toBe(true)
})

it('returns names that clash as text, and entries that were dropped', async () => {
  const taken = await unpackFolder(
    archive([
      [{ name: 'o/caf\ufffd' }, '1'],
      [{ name: 'o/caf\ufffd' }, '2'],
      [{ name: 'o/pipe', type: 'fifo' }],
    ]),
    await folder(),
    ROOMY,
  )
  expect(taken).toMatchObject({ clashes: ['caf\ufffd'], dropped: ['pipe'] })
})

it('stops at once when aborted, even while the archive stalls', async () => {
  const to = await folder()
  const abort = new AbortController()
  const silent = new Readable({ read() {} })
  const unpacking = unpackFolder(silent, to, ROOMY, abort.signal)
  abort.abort(new Error('enough'))
  await expect(unpacking).rejects.toThrow('enough')
  expect(silent.destroyed).toBe(true)
})

it('distinguishes a folder with an impossible name from a file', async () => {
  const [name, to] = ['n'.repeat(300), await folder()]
  const { dropped } = await unpackFolder(
    archive([[{ name: `o/${name}`, type: 'directory' }], [{ name: `o/f${name}` }]]),
    to,
    ROOMY,
  )
  expect(dropped).toEqual([`${name}/`, `f${name}`])
})

it('drops devices, pipes and paths that lead out', async () => {
  const outer = await folder()
  const to = join(outer, 'in')
  await unpackFolder(
    archive([
      [{ name: 'o/disk', type: 'block-device', devmajor: 8, devminor: 0 }],
      [{ name: 'o/pipe', type: 'fifo' }],
      [{ name: 'o/../../escaped' }, 'x'],
      [{ name: '../escaped' }, 'x'],
      [{ name: '/o/good' }, 'x'],
    ]),
    to,
    ROOMY,
  )
  expect(await readdir(to)).toEqual(['good'])
  expect(await readdir(outer)).toEqual(['in'])
})

it('keeps the first of two files of one name', async () => {
  const to = await folder()
  await unpackFolder(
    archive([
      [{ name: 'o/f' }, 'first'],
      [{ name: 'o/f' }, 'second'],
    ]),
    to,
    ROOMY,
  )
  expect(await readFile(join(to, 'f'), 'utf8')).toBe('first')
})

it('ends at the limit of bytes without reading the file that goes over it', async () => {
  const to = await folder()
  const taken = await unpackFolder(
    archive([
      [{ name: 'o/a' }, 'x'.repeat(60)],
      [{ name: 'o/b' }, 'x'.repeat(60)],
    ]),
    to,
    {
      maxBytes: 100,
      maxFiles: 10,
    },
  )
  expect(taken).toEqual({ files: 1, bytes: 60, truncated: 'bytes' })
})

it('ends at the limit of entries, folders included', async () => {
  const to = await folder()
  const dirs = Array.from({ length: 50 }, (_, i): [HeaderArgument] => [
    { name: `o/${i}`, type: 'directory' },
  ])
  expect((await unpackFolder(archive(dirs), to, { maxBytes: 100, maxFiles: 10 })).truncated).toBe(
    'files',
  )
  expect(await readdir(to)).toHaveLength(10)
})

it('packs only files and folders', async () => {
  const [from, to] = [await folder(), await folder()]
  await symlink('/etc/passwd', join(from, 'link'))
  expect((await unpackFolder(packFolder(from, 'r'), to, ROOMY)).files).toBe(0)
})

it('reads one file up to a bound', async () => {
  expect((await firstFile(archive([[{ name: 'f' }, 'hello']]), 5))?.toString()).toBe('hello')
  expect(await firstFile(archive([[{ name: 'f' }, 'hello']]), 4)).toBeUndefined()
  expect(
    await firstFile(archive([[{ name: 'f', type: 'symlink', linkname: '/etc/passwd' }]]), 100),
  ).toBeUndefined()
})
