import { profiles } from '@iexec-sim/protocol'
import type { FastifyInstance } from 'fastify'
import { expect, it } from 'vitest'
import { defaultConfig } from '../config.ts'
import { open } from './building.ts'
import { layGround } from './ground.ts'

/** Opens a door of a network in memory, and returns it with what closes the network. */
async function openControl(closing: AsyncDisposableStack, before = async () => {}) {
  let app: FastifyInstance | undefined
  const building = layGround(
    { ...defaultConfig(profiles.bellecour), logLevel: 'silent', ports: { control: 0 } },
    closing,
  )
  await before()
  const opening = open(building, 'control', async (served) => {
    app = served
  })
  return { opening, isListening: () => app!.server.listening }
}

it('a door is closed with its network', async () => {
  const closing = new AsyncDisposableStack()
  const { opening, isListening } = await openControl(closing)
  await opening
  expect(isListening()).toBe(true)
  await closing.disposeAsync()
  expect(isListening()).toBe(false)
})

it('a door that opens after its network has closed is closed at once', async () => {
  const closing = new AsyncDisposableStack()
  const { opening, isListening } = await openControl(closing, () => closing.disposeAsync())
  await expect(opening).rejects.toThrow(ReferenceError)
  expect(isListening()).toBe(false)
})
