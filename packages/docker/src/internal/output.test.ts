import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { expect, it } from 'vitest'
import { OutputReader } from './output.ts'

const frame = (payload: Buffer): Buffer => {
  const header = Buffer.alloc(8)
  header[0] = 1
  header.writeUInt32BE(payload.length, 4)
  return Buffer.concat([header, payload])
}

it('writing output rejects when its folder was removed', async () => {
  const dir = mkdtempSync(join(tmpdir(), 'iexec-sim-output-'))
  rmSync(dir, { recursive: true })
  const capture = {
    stdoutFile: join(dir, 'out'),
    stderrFile: join(dir, 'err'),
    maxBytes: 10_000_000,
  }
  const source = Readable.from(Array.from({ length: 200 }, () => frame(Buffer.alloc(10_000))))
  await expect(new OutputReader(100, capture).read(source)).rejects.toThrow(/ENOENT/)
})
