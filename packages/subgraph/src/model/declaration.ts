/**
 * A field's type in one word, from which its column, its filters and its GraphQL type follow:
 *
 * - `Bytes`: a scalar, an enum or another entity, by its name; `null` where it is missing
 * - `Bytes!`: never `null`
 * - `Bytes!*`: lists are often ordered or filtered by it, so it has an index. References always do
 * - `[Dataset]`: a stored list of entities, by their ids
 * - `[Task.deal]`: the entities whose field names this one; nothing is stored
 * - `Task.deal`: the same, where there is one at most
 */
type FieldWord = string

/** Fields by name. Every entity has an `id`, of type `ID!` unless it says another. */
export type FieldWords = Readonly<Record<string, FieldWord>>

/** Entities of a subgraph, as they are written down. */
export interface Declaration {
  /** Values of each enum. */
  enums: Readonly<Record<string, readonly string[]>>
  /** Fields that several entities have in common, by the name they are asked for together. */
  interfaces: Readonly<Record<string, FieldWords>>
  /** Entities by name. */
  entities: Readonly<Record<string, EntityWords>>
}

/** One entity, as it is written down. */
interface EntityWords {
  /** Interface it has the fields of. */
  is?: string
  /** Name of its list. @default the name's plural in English */
  plural?: string
  /** Fields besides those of its interface. */
  fields: FieldWords
}
