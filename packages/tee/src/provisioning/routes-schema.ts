import { type Static, Type } from 'typebox'

/** Body of `POST /attest/nonce`. */
export const NonceRequest = Type.Object({
  sessionId: Type.String({ minLength: 1, maxLength: 256 }),
  stage: Type.Union([Type.Literal('pre-compute'), Type.Literal('app'), Type.Literal('post-compute')]),
})
/** Answer of `POST /attest/nonce`. */
export const NonceAnswer = Type.Object({ nonce: Type.String() })
/** Body of `POST /attest`. */
export const AttestRequest = Type.Object({ evidence: Type.String({ maxLength: 16_384 }) })
/** Answer of `POST /attest` to evidence that holds. */
export const AttestAnswer = Type.Object({
  sealed: Type.Object({ key: Type.String(), iv: Type.String(), text: Type.String(), tag: Type.String() }),
})
/** Answer of `POST /attest` to evidence that does not. */
export const RefusalAnswer = Type.Object({ error: Type.String() })

export type NonceRequest = Static<typeof NonceRequest>
export type AttestRequest = Static<typeof AttestRequest>
