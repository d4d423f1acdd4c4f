import { describe, expect, it } from 'vitest'
import type { FileEntry } from './file-tree.ts'
import { differenceOf } from './inspection.ts'

const file = (path: string, change: Partial<FileEntry> = {}): FileEntry => ({
  path,
  type: 'file',
  mode: 0o644,
  uid: 0,
  gid: 0,
  size: 1,
  target: '',
  digest: 'aa',
  device: [],
  attributes: [],
  ...change,
})

describe('the difference of two images', () => {
  it('has the files that were added, removed and changed, and what of them changed', () => {
    const a = { configuration: {}, files: [file('gone'), file('mode'), file('same')] }
    const b = {
      configuration: {},
      files: [file('mode', { mode: 0o755 }), file('new'), file('same')],
    }
    expect(differenceOf(a, b).files).toEqual([
      { path: 'gone', kind: 'removed', fields: [] },
      { path: 'mode', kind: 'changed', fields: [{ name: 'mode', a: '420', b: '493' }] },
      { path: 'new', kind: 'added', fields: [] },
    ])
  })

  it('has the configuration that differs', () => {
    const a = { configuration: { Cmd: ['a'], User: '' }, files: [] }
    const b = { configuration: { Cmd: ['b'], User: '' }, files: [] }
    expect(differenceOf(a, b)).toEqual({
      configuration: [{ name: 'Cmd', a: '["a"]', b: '["b"]' }],
      files: [],
    })
  })
})
