import { taskId } from '@iexec-sim/protocol'
import { expect, it } from 'vitest'
import { LiveLogs } from './live-logs.ts'

const task = (n: number) => taskId(`0x${String(n).padStart(64, '0')}`)
const textOf = (logs: LiveLogs, n = 1) =>
  logs
    .ofTask(task(n))
    .map(({ text }) => text)
    .join('')

it('chunks are kept in their order, and told to subscribers until they leave', () => {
  const logs = new LiveLogs()
  const seen: string[] = []
  const leave = logs.subscribe(({ worker, stream, text }) =>
    seen.push(`${worker} ${stream} ${text}`),
  )
  logs.printed(task(1), 'worker-1', 'stdout', Buffer.from('one '))
  logs.printed(task(1), 'worker-2', 'stderr', Buffer.from('two '))
  leave()
  logs.printed(task(1), 'worker-1', 'stdout', Buffer.from('three'))
  expect(textOf(logs)).toBe('one two three')
  expect(logs.ofTask(task(1), 2).map(({ text }) => text)).toEqual(['three'])
  expect(seen).toEqual(['worker-1 stdout one ', 'worker-2 stderr two '])
})

it('a character that comes in two chunks is whole', () => {
  const logs = new LiveLogs()
  for (const byte of Buffer.from('é€')) logs.printed(task(1), 'worker-1', 'stdout', Buffer.of(byte))
  expect(logs.ofTask(task(1)).map(({ text }) => text)).toEqual(['é', '€'])
})

it('the last 100,000 characters of a run are kept', () => {
  const logs = new LiveLogs()
  for (let i = 0; i < 30; i++)
    logs.printed(task(1), 'worker-1', 'stdout', Buffer.alloc(10_000, 97 + (i % 26)))
  logs.printed(task(2), 'worker-1', 'stdout', Buffer.alloc(1_000_000, 'x'))
  expect(textOf(logs).length).toBe(100_000)
  expect(textOf(logs).endsWith('d')).toBe(true)
  expect(textOf(logs, 2).length).toBe(100_000)
})

it('the latest runs are kept', () => {
  const logs = new LiveLogs()
  for (let i = 1; i <= 100; i++) logs.printed(task(i), 'worker-1', 'stdout', Buffer.from('x'))
  expect(textOf(logs, 1)).toBe('')
  expect(textOf(logs, 100)).toBe('x')
})

it('output of single characters keeps a bounded number of chunks, the latest ones', () => {
  const logs = new LiveLogs()
  for (let i = 0; i < 50_000; i++)
    logs.printed(task(1), 'worker-1', 'stdout', Buffer.from(String(i % 10)))
  const chunks = logs.ofTask(task(1))
  expect(chunks.length).toBeLessThanOrEqual(20_000)
  expect(chunks.length).toBeGreaterThanOrEqual(10_000)
  expect(chunks.at(-1)).toMatchObject({ seq: 50_000, text: '9' })
})

it('a subscriber that fails disturbs neither the app nor the others', () => {
  const logs = new LiveLogs()
  const seen: string[] = []
  logs.subscribe(() => {
    throw new Error('mine')
  })
  logs.subscribe(({ text }) => seen.push(text))
  logs.printed(task(1), 'worker-1', 'stdout', Buffer.from('text'))
  expect(seen).toEqual(['text'])
})
