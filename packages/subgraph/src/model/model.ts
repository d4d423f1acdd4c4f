import type { Declaration, FieldWords } from './declaration.ts'

/** Scalars of a field. `BigDecimal` is an amount in RLC, kept in nRLC. */
const SCALARS = ['ID', 'String', 'Bytes', 'BigInt', 'BigDecimal', 'Int', 'Boolean'] as const
/** Name of a scalar. */
export type Scalar = (typeof SCALARS)[number]

/** What a field holds. */
type FieldKind =
  | { kind: 'scalar'; scalar: Scalar }
  | { kind: 'enum'; values: readonly string[] }
  /** Ids of another entity. */
  | { kind: 'reference'; isList: boolean }
  /** The entities whose field `by` names this one. */
  | { kind: 'derived'; by: string; isList: boolean }

/** A field of an entity. */
export type Field = FieldKind & {
  /** Name of the field, and of its column. */
  name: string
  /** Name of its scalar, enum or entity. */
  type: string
  /** Whether it is never `null`. */
  isRequired: boolean
  /** Whether it has an index of its own. */
  isIndexed: boolean
}

/** An entity, or an interface that several have. */
export interface Entity {
  /** Name, and that of its table. */
  name: string
  /** Name of the query of one: `taskFinalize`. */
  singular: string
  /** Name of the query of many: `taskFinalizes`. */
  plural: string
  /** Fields by name. */
  fields: ReadonlyMap<string, Field>
  /** Interface it has. */
  is?: string
  /** Entities that have this interface; none for an entity. */
  members: readonly string[]
}

/** The entities of a subgraph. */
export interface Model {
  /** Entities and interfaces by name. */
  entities: ReadonlyMap<string, Entity>
  /** Values of each enum. */
  enums: Readonly<Record<string, readonly string[]>>
}

/** Reads what is written down. */
export function modelOf({ enums, interfaces, entities }: Declaration): Model {
  const known: Known = { enums, names: new Set(Object.keys({ ...interfaces, ...entities })) }
  const shared = Object.entries(interfaces).map(([name, fields]) => {
    const members = Object.keys(entities).filter((entity) => entities[entity]!.is === name)
    return entity(name, fields, known, { members })
  })
  const own = Object.entries(entities).map(([name, { is, plural, fields }]) =>
    entity(name, { ...(is ? interfaces[is] : {}), ...fields }, known, { is, plural }),
  )
  return { enums, entities: new Map([...shared, ...own].map((one) => [one.name, one])) }
}

interface Known {
  enums: Declaration['enums']
  names: ReadonlySet<string>
}

function entity(
  name: string,
  words: FieldWords,
  known: Known,
  {
    is,
    plural,
    members = [],
  }: { is?: string | undefined; plural?: string | undefined; members?: string[] },
): Entity {
  const singular = name[0]!.toLowerCase() + name.slice(1)
  const fields = Object.entries({ id: 'ID!', ...words }).map(([field, word]) =>
    readField(field, word, known),
  )
  return {
    name,
    singular,
    plural: plural ?? pluralOf(singular),
    fields: new Map(fields.map((field) => [field.name, field])),
    ...(is ? { is } : {}),
    members,
  }
}

const WORD = /^(\[)?(\w+)(?:\.(\w+))?\]?(!)?(\*)?$/

function readField(name: string, word: string, { enums, names }: Known): Field {
  const [, bracket, type, by, required, star] = WORD.exec(word) ?? []
  const isList = bracket !== undefined
  const common = {
    name,
    type: type!,
    isRequired: required !== undefined || isList,
    isIndexed: star !== undefined,
  }
  if (by !== undefined) return { ...common, kind: 'derived', by, isList }
  if (names.has(type!)) return { ...common, kind: 'reference', isList, isIndexed: !isList }
  const values = enums[type!]
  if (values) return { ...common, kind: 'enum', values }
  const scalar = SCALARS.find((known) => known === type)
  if (!scalar) throw new TypeError(`Unknown type of field ${name}: ${word}`)
  return { ...common, kind: 'scalar', scalar }
}

/** The plural that Graph Node gives a name. */
function pluralOf(name: string): string {
  if (name.endsWith('y')) return `${name.slice(0, -1)}ies`
  return name.endsWith('s') ? `${name}es` : `${name}s`
}

/** The fields that have a column. */
export const columnsOf = ({ fields }: Entity): Field[] =>
  [...fields.values()].filter(({ kind }) => kind !== 'derived')

/** Whether a field is a list that is stored. */
export const isStoredList = (field: Field): boolean => field.kind === 'reference' && field.isList
