import { expect, it } from 'vitest'
import { otlpTarget } from './otlp-target.ts'

it.each([
  ['http://127.0.0.1:4318', 'http://127.0.0.1:4318/v1/traces'],
  ['http://127.0.0.1:4318/', 'http://127.0.0.1:4318/v1/traces'],
  ['https://host/otlp/v1/traces', 'https://host/otlp/v1/traces'],
])('traces for %s go to %s', (base, url) => {
  expect(otlpTarget(base, {})).toEqual({ url })
})

it('the standard variables name a collector, and turn traces off', () => {
  const named = { OTEL_EXPORTER_OTLP_ENDPOINT: 'http://127.0.0.1:4318' }
  expect(otlpTarget(undefined, {})).toBeUndefined()
  expect(otlpTarget(undefined, named)).toEqual({})
  expect(otlpTarget(undefined, { ...named, OTEL_TRACES_EXPORTER: 'none' })).toBeUndefined()
  expect(otlpTarget('http://host', { OTEL_SDK_DISABLED: 'true' })).toBeUndefined()
})
