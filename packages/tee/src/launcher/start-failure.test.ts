import { inspect } from 'node:util'
import { SimError } from '@iexec-sim/protocol'
import { expect, it } from 'vitest'
import { assertStartable, withoutEngineText } from './start-failure.ts'

const CANARY = 'canary-5ecre7'
const told = (error: SimError) =>
  [error.message, error.help, JSON.stringify(error), inspect(error, { depth: 9, showHidden: true })].join('\n')

it('names a variable that holds a NUL byte, never its value', () => {
  const start = () => assertStartable('app', { KEY: `${CANARY}\0` })
  expect(start).toThrow(/variable KEY/)
  try {
    start()
  } catch (error) {
    expect(told(error as SimError)).not.toContain(CANARY)
  }
})

it.each([
  new SimError('COMMAND_NOT_STARTED', { image: 'app', reason: CANARY }, { cause: new Error(CANARY) }),
  new SimError('ENGINE_REFUSED', { action: 'start', reason: CANARY, status: 500 }, { cause: new Error(CANARY) }),
  new SimError('ENGINE_HUNG_UP', { action: 'start', reason: CANARY }, { cause: new Error(CANARY) }),
  new SimError('ENGINE_NO_SPACE', { action: 'start' }, { cause: new Error(CANARY) }),
])('keeps the code $code and nothing the engine said', (error) => {
  const kept = withoutEngineText(error, 'app')
  expect(kept.code).toBe(error.code)
  expect(kept.cause).toBeUndefined()
  expect(told(kept)).not.toContain(CANARY)
})
