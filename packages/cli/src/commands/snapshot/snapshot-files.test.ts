import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { saveFile } from './snapshot-files.ts'

let dir: string
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'iexec-sim-snapshot-files-'))
})
afterEach(() => rmSync(dir, { recursive: true }))

/** A body in two pieces, and whether it was given up. */
function body() {
  const state = { cancelled: false }
  const stream = new ReadableStream<Uint8Array>({
    start: (controller) => controller.enqueue(Buffer.from('one ')),
    pull: (controller) => {
      controller.enqueue(Buffer.from('two'))
      controller.close()
    },
    cancel: () => {
      state.cancelled = true
    },
  })
  return { stream, state }
}

it('a body is taken at once and written whole, for its owner alone', async () => {
  const { stream } = body()
  const file = join(dir, 'file')
  const saving = saveFile(file, stream)
  expect(stream.locked).toBe(true)
  expect(await saving).toBe(7)
  expect(readFileSync(file, 'utf8')).toBe('one two')
  expect(statSync(file).mode & 0o777).toBe(0o600)
  expect(readdirSync(dir)).toEqual(['file'])
})

it('a body that cannot be written is given up, and nothing is left', async () => {
  const { stream, state } = body()
  await expect(saveFile(join(dir, 'none', 'file'), stream)).rejects.toMatchObject({
    code: 'FILE_UNWRITABLE',
  })
  await expect.poll(() => state.cancelled).toBe(true)
  expect(readdirSync(dir)).toEqual([])
})
