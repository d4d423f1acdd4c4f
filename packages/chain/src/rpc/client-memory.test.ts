import { expect, it } from 'vitest'
import { ClientMemory, mayRemember } from './client-memory.ts'

const SENDER = `0x${'aB'.repeat(20)}`

it('a sender whose count was asked for is remembered for a quarter of a second', () => {
  const memory = new ClientMemory()
  memory.note(SENDER, 1_000)
  expect(memory.leftMs(SENDER.toLowerCase(), 1_010)).toBe(250)
  expect(memory.leftMs(SENDER, 1_260)).toBe(0)
})

it('a sender whose count was not asked for is not waited for', () => {
  const memory = new ClientMemory()
  memory.note(SENDER, 1_000)
  expect(memory.leftMs(`0x${'cd'.repeat(20)}`, 1_000)).toBe(0)
})

it('counts of many senders are forgotten, the oldest first', () => {
  const memory = new ClientMemory()
  memory.note(SENDER, 1_000)
  for (let i = 0; i < 1_000; i++) memory.note(`0x${i}`, 1_000)
  expect(memory.leftMs(SENDER, 1_000)).toBe(0)
  expect(memory.leftMs('0x999', 1_000)).toBe(260)
})

it.each([`${SENDER}0`, [SENDER]])('%j, which is no address, is not kept', (other) => {
  const memory = new ClientMemory()
  memory.note(other, 1_000)
  expect(memory.leftMs(String(other), 1_000)).toBe(0)
})

it.each([
  ['ethers in Node.js', {}, true],
  ['ethers in a browser', { origin: 'http://localhost:3000', 'user-agent': 'Mozilla/5.0' }, true],
  ['a client on fetch', { 'user-agent': 'node' }, false],
  ['curl', { 'user-agent': 'curl/8' }, false],
])('%s may remember: %j is %j', (_client, headers, remembers) => {
  expect(mayRemember(headers)).toBe(remembers)
})
