import { Readable } from 'node:stream'
import { expect, it } from 'vitest'
import { jsonLines } from './json-lines.ts'

it('documents come whole, however their bytes are split, and the rest of a line is none', async () => {
  const text = Buffer.from('{"a":"é\u2028"}\n[1]\n{"cut":')
  for (const size of [1, 4, text.length]) {
    const parts = Array.from({ length: Math.ceil(text.length / size) }, (_, i) =>
      text.subarray(i * size, (i + 1) * size),
    )
    const found: unknown[] = []
    for await (const document of jsonLines(Readable.from(parts))) found.push(document)
    expect(found).toEqual([{ a: 'é\u2028' }, [1]])
  }
})
