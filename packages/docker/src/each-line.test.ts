import { PassThrough } from 'node:stream'
import { describe, expect, it } from 'vitest'
import { eachLine } from './each-line.ts'

async function read(...chunks: (string | Buffer)[]): Promise<string[]> {
  const stream = new PassThrough()
  const lines: string[] = []
  eachLine(stream, (line) => lines.push(line))
  for (const chunk of chunks) stream.write(chunk)
  stream.end()
  await new Promise((resolve) => stream.on('end', resolve))
  return lines
}

describe('the lines of a stream', () => {
  it('end with a line feed, in whatever pieces they come', async () => {
    const [first, second] = [Buffer.from('é\n').subarray(0, 1), Buffer.from('é\n').subarray(1)]
    expect(await read('a', 'b\nc', '\n\n', first, second, 'rest')).toEqual(['ab', 'c', '', 'é'])
  })

  it('do not end at other separators, which JSON has in its texts', async () => {
    expect(await read('{"name":"a\u2028b"}\n')).toEqual(['{"name":"a\u2028b"}'])
  })

  it('that are too long are left out, and those after them are read', async () => {
    const half = 'x'.repeat(600_000)
    expect(await read(half, half, `${half}\nnext\n`, `${'y'.repeat(1_000_000)}\n`)).toEqual([
      'next',
      'y'.repeat(1_000_000),
    ])
  })
})
