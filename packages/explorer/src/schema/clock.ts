import { type Static, Type } from 'typebox'

/** The network's clock. */
export const Clock = Type.Object({
  now: Type.String({ description: 'Time of the network, ISO 8601' }),
  frozen: Type.Boolean(),
  aheadMs: Type.Number({ description: "How far it is ahead of the machine's clock" }),
})
export type Clock = Static<typeof Clock>

/** An order to the clock: one of its values. */
export const ClockOrder = Type.Object(
  {
    advanceMs: Type.Optional(Type.Number({ minimum: 0 })),
    setMs: Type.Optional(Type.Number({ description: 'ms since 1970' })),
    freeze: Type.Optional(Type.Boolean({ description: 'false lets it run again' })),
  },
  { additionalProperties: false, minProperties: 1, maxProperties: 1 },
)
export type ClockOrder = Static<typeof ClockOrder>
