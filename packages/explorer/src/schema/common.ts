import { Type } from 'typebox'

/** An address with its checksum. */
export const Address = Type.String({ description: 'Address' })
/** 32 bytes of hex. */
export const Hash = Type.String({ description: '32 bytes of hex' })
/** A time of the network. */
export const Time = Type.String({ description: "ISO 8601, by the network's clock" })
/** A whole number of any size, as text. */
export const Whole = (description: string) => Type.String({ description })
/** A value, or `null`. */
export const orNull = <T extends Parameters<typeof Type.Union>[0][number]>(type: T) =>
  Type.Union([type, Type.Null()])
