import type { Entity, Field } from '../model/model.ts'

/** What a filter's operand looks like. */
export type Operand =
  /** One value of the field's own type; an id of the entity for a reference. */
  | 'value'
  /** A list of them. */
  | 'values'
  /** Filters of the entity that the field leads to. */
  | 'nested'

/** A way to compare a field: `_gte`, and the SQL of it. */
interface Operator {
  /** What the field's name ends with. */
  suffix: string
  /** What it is compared with. */
  takes: Operand
}

/** One key of a filter, `timestamp_gte`. */
export interface FilterKey extends Operator {
  /** The field that it looks at. */
  field: Field
}

const one = (...suffixes: string[]): Operator[] =>
  suffixes.map((suffix) => ({ suffix, takes: 'value' }))
const many = (...suffixes: string[]): Operator[] =>
  suffixes.map((suffix) => ({ suffix, takes: 'values' }))

const EQUAL = [...one('', '_not'), ...many('_in', '_not_in')]
const ORDER = one('_gt', '_lt', '_gte', '_lte')
const PART = one('_contains', '_not_contains')
/** Each with a twin that takes large and small letters for the same. */
const TEXT = [
  '_contains',
  '_not_contains',
  '_starts_with',
  '_not_starts_with',
  '_ends_with',
  '_not_ends_with',
]
const TEXTS = one(...TEXT.flatMap((suffix) => [suffix, `${suffix}_nocase`]))
const LIST = many(
  '',
  '_not',
  '_contains',
  '_contains_nocase',
  '_not_contains',
  '_not_contains_nocase',
)
const NESTED: Operator = { suffix: '_', takes: 'nested' }

/** The operators of a field, as Graph Node has them for fields of its type. */
function operatorsOf(field: Field): Operator[] {
  switch (field.kind) {
    case 'derived':
      return [NESTED]
    case 'reference':
      return field.isList ? [...LIST, NESTED] : [...EQUAL, ...ORDER, ...TEXTS, NESTED]
    case 'enum':
      return EQUAL
    case 'scalar':
      if (field.scalar === 'Boolean') return EQUAL
      if (field.scalar === 'Bytes') return [...EQUAL, ...ORDER, ...PART]
      return [...EQUAL, ...ORDER, ...(field.scalar === 'String' ? TEXTS : [])]
  }
}

const known = new WeakMap<Entity, ReadonlyMap<string, FilterKey>>()

/** Every key of an entity's filters but `and`, `or` and `_change_block`. */
export function filterKeys(entity: Entity): ReadonlyMap<string, FilterKey> {
  let keys = known.get(entity)
  if (!keys) {
    const all = [...entity.fields.values()].flatMap((field) =>
      operatorsOf(field).map((operator) => ({ ...operator, field })),
    )
    keys = new Map(all.map((key) => [key.field.name + key.suffix, key]))
    known.set(entity, keys)
  }
  return keys
}

/** Everything a list can be ordered by: its columns, and those of what it refers to. */
export function orderKeys(
  entity: Entity,
  entities: ReadonlyMap<string, Entity>,
): { key: string; field: Field; of?: Field }[] {
  return [...entity.fields.values()].flatMap((field) => {
    if (field.kind !== 'reference' || field.isList) return [{ key: field.name, field }]
    const columns = [...entities.get(field.type)!.fields.values()].filter(isPlain)
    return [
      { key: field.name, field },
      ...columns.map((of) => ({ key: `${field.name}__${of.name}`, field, of })),
    ]
  })
}

const isPlain = ({ kind }: Field): boolean => kind === 'scalar' || kind === 'enum'
