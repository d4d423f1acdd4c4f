import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { expect, it } from 'vitest'
import { OutputReader } from './output.ts'

const frame = (stream: 1 | 2, text: string): Buffer => {
  const header = Buffer.alloc(8)
  header[0] = stream
  header.writeUInt32BE(Buffer.byteLength(text), 4)
  return Buffer.concat([header, Buffer.from(text)])
}

it('all that is printed is handed on as it comes, by its stream, however the frames are split', async () => {
  const bytes = Buffer.concat([frame(1, 'one '), frame(2, 'two '), frame(1, 'three')])
  for (const size of [1, 3, 7, bytes.length]) {
    const parts = Array.from({ length: Math.ceil(bytes.length / size) }, (_, i) =>
      bytes.subarray(i * size, (i + 1) * size),
    )
    const printed = { stdout: '', stderr: '' }
    const output = new OutputReader(100, {
      stdoutFile: '/nowhere',
      stderrFile: '/nowhere',
      maxBytes: 0,
      onPrinted: (stream, text) => {
        printed[stream] += Buffer.from(text).toString()
      },
    })
    await output.read(Readable.from(parts))
    expect(printed).toEqual({ stdout: 'one three', stderr: 'two ' })
    expect(output.stdout.tail).toBe('one three')
  }
})

it('writing output rejects when its folder was removed', async () => {
  const dir = mkdtempSync(join(tmpdir(), 'iexec-sim-output-'))
  rmSync(dir, { recursive: true })
  const capture = {
    stdoutFile: join(dir, 'out'),
    stderrFile: join(dir, 'err'),
    maxBytes: 10_000_000,
  }
  const source = Readable.from(Array.from({ length: 200 }, () => frame(1, '\0'.repeat(10_000))))
  await expect(new OutputReader(100, capture).read(source)).rejects.toThrow(/ENOENT/)
})
