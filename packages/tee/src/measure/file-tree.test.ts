import { Readable } from 'node:stream'
import fc from 'fast-check'
import { pack } from 'tar-stream'
import { describe, expect, it } from 'vitest'
import { hashFileTree } from './file-tree.ts'
import { MeasurementCache } from './measurement-cache.ts'

interface Entry {
  name: string
  content?: string
  type?: 'file' | 'directory' | 'symlink' | 'link'
  mode?: number
  uid?: number
  gid?: number
  linkname?: string
  mtime?: Date
  pax?: Record<string, string>
}

function hash(entries: Entry[]): Promise<string> {
  const archive = pack()
  for (const { content = '', ...header } of entries) archive.entry(header, content)
  archive.finalize()
  return hashFileTree(archive as unknown as Readable)
}

const FILE: Entry = { name: 'app/a', content: 'text', mode: 0o644, uid: 0, gid: 0 }
const TREE: Entry[] = [
  { name: 'app', type: 'directory', mode: 0o755 },
  FILE,
  { name: 'app/b', content: 'other', mode: 0o755 },
  { name: 'app/l', type: 'symlink', linkname: 'a' },
]
const withFile = (change: Partial<Entry>) =>
  TREE.map((entry) => (entry === FILE ? { ...FILE, ...change } : entry))

describe('the hash of a file system', () => {
  it.each<[string, Entry[]]>([
    ['the bytes of a file', withFile({ content: 'texT' })],
    ['its mode', withFile({ mode: 0o4755 })],
    ['its owner', withFile({ uid: 1 })],
    ['its group', withFile({ gid: 1 })],
    ['its path', withFile({ name: 'app/A' })],
    ['its type', withFile({ type: 'directory', content: '' })],
    ['its attributes', withFile({ pax: { 'SCHILY.xattr.security.capability': 'x' } })],
    [
      'the target of a link',
      TREE.map((entry) => (entry.linkname ? { ...entry, linkname: 'b' } : entry)),
    ],
    ['a file more', [...TREE, { name: 'app/c' }]],
    ['a file less', TREE.slice(0, -1)],
  ])('changes with %s', async (_what, entries) => {
    expect(await hash(entries)).not.toBe(await hash(TREE))
  })

  it('does not change with the order or times of entries', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.shuffledSubarray(TREE, { minLength: TREE.length }),
        fc.date({ min: new Date(0), max: new Date('2099-01-01'), noInvalidDate: true }),
        async (entries, mtime) => {
          expect(await hash(entries.map((entry) => ({ ...entry, mtime })))).toBe(await hash(TREE))
        },
      ),
      { seed: 20_260_101, numRuns: 30 },
    )
  })

  it('ignores the files the engine puts into every container, and no others', async () => {
    const injected = [
      '.dockerenv',
      'dev/console',
      'proc',
      'sys',
      'etc/hostname',
      'etc/hosts',
      'etc/resolv.conf',
    ]
    expect(await hash([...TREE, ...injected.map((name) => ({ name }))])).toBe(await hash(TREE))
    for (const name of ['etc/hostsx', 'app/dev/x', 'app/.dockerenv', 'usr/proc']) {
      expect(await hash([...TREE, { name }])).not.toBe(await hash(TREE))
    }
  })

  it('of a torn archive throws', async () => {
    const broken = hashFileTree(
      Readable.from(
        (async function* () {
          yield Buffer.alloc(512)
          throw new Error('hung up')
        })(),
      ),
    )
    await expect(broken).rejects.toThrow('hung up')
  })
})

describe('the measurement cache', () => {
  it('shares one measurement among concurrent callers, and drops a failed one', async () => {
    const cache = new MeasurementCache()
    let calls = 0
    const fail = async () => {
      calls++
      throw new Error('hung up')
    }
    await expect(Promise.all([cache.get('a', fail), cache.get('a', fail)])).rejects.toThrow(
      'hung up',
    )
    expect(calls).toBe(1)
    expect(await cache.get('a', async () => 'f'.repeat(64))).toBe('f'.repeat(64))
    expect(await cache.get('a', fail)).toBe('f'.repeat(64))
  })
})
