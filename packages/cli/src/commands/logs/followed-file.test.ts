import { appendFileSync, mkdtempSync, rmSync, truncateSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { FollowedFile } from './followed-file.ts'

describe('the lines of a file that is written to', () => {
  let file: string
  let ending: AbortController
  beforeEach(() => {
    file = join(mkdtempSync(join(tmpdir(), 'iexec-sim-lines-')), 'network.log')
    ending = new AbortController()
  })
  afterEach(() => {
    ending.abort()
    rmSync(join(file, '..'), { recursive: true })
  })

  it('are all that it has', async () => {
    const many = Array.from({ length: 20_000 }, (_, i) => `line ${i} é`)
    writeFileSync(file, `${many.join('\n')}\nnot whole`)
    await using followed = await FollowedFile.open(file)
    expect(await all(followed.lines())).toEqual(many)
  })

  it('are followed whole, as they are added, until the signal', async () => {
    writeFileSync(file, 'one\ntw')
    await using followed = await FollowedFile.open(file)
    expect(await all(followed.lines())).toEqual(['one'])
    const added = followed.added(ending.signal)
    const two = added.next()
    appendFileSync(file, 'o\n')
    expect(await two).toEqual({ done: false, value: 'two' })
    const last = added.next()
    ending.abort()
    expect(await last).toEqual({ done: true, value: undefined })
  })

  it('include those that were added between reading and following', async () => {
    writeFileSync(file, 'one\n')
    await using followed = await FollowedFile.open(file)
    await all(followed.lines())
    appendFileSync(file, 'two\n')
    expect(await followed.added(ending.signal).next()).toMatchObject({ value: 'two' })
  })

  it('start again when the file gets shorter', async () => {
    writeFileSync(file, 'a long first line\n')
    await using followed = await FollowedFile.open(file)
    await all(followed.lines())
    truncateSync(file)
    appendFileSync(file, 'new\n')
    expect(await all(followed.lines())).toEqual(['new'])
  })
})

async function all(lines: AsyncIterable<string>): Promise<string[]> {
  const found: string[] = []
  for await (const line of lines) found.push(line)
  return found
}
