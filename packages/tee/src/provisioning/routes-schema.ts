import { STAGES } from '@iexec-sim/protocol'
import type { Described } from '../schema.ts'

/** Body of `POST /attest/nonce`. */
export const NonceRequest = {
  type: 'object',
  required: ['sessionId', 'stage'],
  properties: {
    sessionId: { type: 'string', minLength: 1, maxLength: 256 },
    stage: { enum: STAGES },
  },
} as const
/** Answer of `POST /attest/nonce`. */
export const NonceAnswer = { type: 'object', properties: { nonce: { type: 'string' } } } as const
/** Body of `POST /attest`. */
export const AttestRequest = {
  type: 'object',
  required: ['evidence'],
  properties: { evidence: { type: 'string', maxLength: 16_384 } },
} as const
const text = { type: 'string' } as const
/** Answer of `POST /attest` to evidence that holds. */
export const AttestAnswer = {
  type: 'object',
  properties: { sealed: { type: 'object', properties: { key: text, iv: text, text, tag: text } } },
} as const
/** Answer of `POST /attest` to evidence that does not. */
export const RefusalAnswer = { type: 'object', properties: { error: { type: 'string' } } } as const

/** Parsed body of `POST /attest/nonce`. */
export type NonceRequest = Described<typeof NonceRequest>
/** Parsed body of `POST /attest`. */
export type AttestRequest = Described<typeof AttestRequest>
