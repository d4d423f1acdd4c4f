import { PassThrough } from 'node:stream'
import { stripVTControlCharacters } from 'node:util'
import { describe, expect, it } from 'vitest'
import { openProgress } from './progress.ts'

/** Standard error of a process, as a terminal or not; keeps what is written. */
function output(isTTY: boolean) {
  const stream = new PassThrough()
  const written: string[] = []
  stream.on('data', (chunk: Buffer) => written.push(String(chunk)))
  return {
    stream: Object.assign(stream, {
      isTTY,
      columns: 80,
      rows: 24,
    }) as unknown as NodeJS.WriteStream,
    text: () => written.join(''),
  }
}

describe('progress that is not on a terminal', () => {
  it('is a line for each thing said, and one for each tenth of a long work', async () => {
    const { stream, text } = output(false)
    using progress = await openProgress(stream)
    progress.say('begun')
    for (let done = 0; done <= 1000; done++) progress.show('tasks', { done, total: 1000 })
    const lines = text().split('\n').filter(Boolean)
    expect(lines[0]).toBe('begun')
    expect(lines.slice(1)).toEqual(
      Array.from({ length: 11 }, (_, tenth) => `· tasks: ${tenth * 100} of 1000`),
    )
    expect(text()).not.toContain('\u001b')
  })
})

describe('progress on a terminal', () => {
  it('is one bar that is drawn again, below the lines that stay', async () => {
    const { stream, text } = output(true)
    using progress = await openProgress(stream)
    progress.show('cells', { done: 1, total: 4 })
    progress.say('passed a')
    progress.show('cells', { done: 2, total: 4 })
    const plain = stripVTControlCharacters(text())
    expect(plain).toContain('██████░░░░░░░░░░░░░░░░░░  25 % cells')
    expect(plain).toContain('passed a\n')
    expect(plain).toContain('████████████░░░░░░░░░░░░  50 % cells')
  })

  it('leaves no bar at its end, and the cursor as it was', async () => {
    const { stream, text } = output(true)
    {
      using progress = await openProgress(stream)
      progress.show('cells', { done: 4, total: 4 })
    }
    const last = text().slice(text().lastIndexOf('cells') + 'cells'.length)
    expect(last).toContain('\u001b[2K')
    expect(text()).not.toContain('\u001b[?25l')
  })
})
