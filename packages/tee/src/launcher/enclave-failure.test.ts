import { inspect } from 'node:util'
import { SimError } from '@iexec-sim/base'
import { expect, it } from 'vitest'
import { refuseUnstartable, withoutEngineText } from './enclave-failure.ts'

const canary = 'canary-5e1f'

it.each([
  new SimError(
    'COMMAND_NOT_STARTED',
    { image: 'x', reason: `can't contain null: "KEY=${canary}"` },
    { cause: canary },
  ),
  new SimError('ENGINE_REFUSED', { action: 'create', reason: canary, status: 500 }),
  new SimError('ENGINE_HUNG_UP', { action: 'start', reason: canary }),
  new Error(canary),
])('an engine failure is thrown without its own text: %#', (error) => {
  const said = withoutEngineText(error)
  expect(
    `${said.message} ${said.help} ${JSON.stringify(said)} ${inspect(said, { depth: 9 })}`,
  ).not.toContain(canary)
  expect(said.message).toMatch(/engine|command/)
})

it('a variable with a NUL character is refused by its name', () => {
  const refuse = () => refuseUnstartable({ KEY: `${canary}\0` })
  expect(refuse).toThrow('variable KEY holds a NUL character')
  expect(refuse).not.toThrow(canary)
  expect(() => refuseUnstartable({ KEY: canary })).not.toThrow()
})
