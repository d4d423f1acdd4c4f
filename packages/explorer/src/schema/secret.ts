import { TEE_FRAMEWORKS } from '@iexec-sim/protocol'
import type { SecretEvent, SecretSummary } from '@iexec-sim/timeline'
import { Type } from 'typebox'
import { SecretEventSchema } from './task/timeline.ts'

/** Identity of a secret, as a query. */
export const SecretQuery = Type.Object({
  framework: Type.Union(TEE_FRAMEWORKS.map((framework) => Type.Literal(framework))),
  family: Type.Union(
    (['web3', 'web2', 'app', 'requester'] as const).map((family) => Type.Literal(family)),
  ),
  owner: Type.String({ maxLength: 100 }),
  name: Type.String({ maxLength: 1_000 }),
})

/** A secret, and whether it is to be a canary. */
export const CanaryOrder = Type.Object(
  { ...SecretQuery.properties, canary: Type.Boolean() },
  { additionalProperties: false },
)

/** A secret of the ledger. It never has the value. */
const Summary = Type.Object({
  framework: Type.String(),
  family: Type.String({ description: 'web3, web2, app or requester' }),
  owner: Type.String(),
  name: Type.String(),
  setAt: Type.Optional(Type.Number({ description: 'ms since 1970' })),
  lastAt: Type.Number({ description: 'Its last event, ms since 1970' }),
  canary: Type.Boolean(),
  requested: Type.Integer({ description: 'Sessions that were to carry it' }),
  delivered: Type.Integer({ description: 'Enclaves that got it' }),
  refused: Type.Integer({ description: 'Enclaves that were refused' }),
})

/** Every secret of the ledger. */
export const Secrets = Type.Object({ secrets: Type.Array(Summary) })
/** Every secret of the ledger. */
export interface Secrets {
  secrets: SecretSummary[]
}

/** What happened to a secret. */
export const SecretPath = Type.Object({
  secret: Type.Union([Summary, Type.Null()]),
  events: Type.Array(SecretEventSchema),
})
/** What happened to a secret. */
export interface SecretPath {
  /** `null` for one that the ledger does not know. */
  secret: SecretSummary | null
  /** The latest, oldest first. */
  events: SecretEvent[]
}
