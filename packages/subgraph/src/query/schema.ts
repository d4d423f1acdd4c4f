import type { Mark } from '@iexec-sim/chain/client'
import {
  type GraphQLEnumType,
  type GraphQLFieldConfig,
  type GraphQLFieldConfigMap,
  GraphQLID,
  GraphQLInterfaceType,
  GraphQLList,
  GraphQLNonNull,
  GraphQLObjectType,
  type GraphQLOutputType,
  GraphQLSchema,
} from 'graphql'
import type { Entity, Field, Model } from '../model/model.ts'
import { toOutput } from '../model/values.ts'
import { type BlockHeight, checkBlock, metaType } from './head.ts'
import { Inputs } from './inputs.ts'
import type { ListArguments, Row, Rows } from './rows.ts'
import { enumOf, SCALAR_TYPES } from './scalars.ts'

/** What the answer to one question is made of. */
interface Question {
  /** Reads the entities. */
  rows: Rows
  /** The newest block that they are of. */
  head: Mark
}

type FieldOf<Source> = GraphQLFieldConfig<Source, Question>
type RootArguments = ListArguments & { id: string; block?: BlockHeight | null }

/** The schema of a model: two queries for each entity, with Graph Node's arguments. */
export function schemaOf(model: Model): GraphQLSchema {
  const enums = new Map(
    Object.entries(model.enums).map(([name, values]) => [name, enumOf(name, values)]),
  )
  const types = new Types(model, enums, new Inputs(model, enums))
  const query = new GraphQLObjectType({ name: 'Query', fields: types.queries() })
  return new GraphQLSchema({ query, types: types.all() })
}

type EntityType = GraphQLObjectType<Row, Question> | GraphQLInterfaceType

class Types {
  readonly #model: Model
  readonly #enums: ReadonlyMap<string, GraphQLEnumType>
  readonly #inputs: Inputs
  readonly #types: ReadonlyMap<string, EntityType>

  constructor(model: Model, enums: ReadonlyMap<string, GraphQLEnumType>, inputs: Inputs) {
    this.#model = model
    this.#enums = enums
    this.#inputs = inputs
    this.#types = new Map(Array.from(model.entities, ([name, one]) => [name, this.#entity(one)]))
  }

  all(): EntityType[] {
    return [...this.#types.values()]
  }

  queries(): GraphQLFieldConfigMap<unknown, Question> {
    const meta: FieldOf<unknown> = {
      type: metaType,
      args: { block: this.#inputs.root.block! },
      resolve: (_, { block }: RootArguments, { head }) => checkBlock(head, block),
    }
    const all = [...this.#model.entities.values()].flatMap((entity) => [
      [entity.singular, this.#one(entity)] as const,
      [entity.plural, this.#many(entity)] as const,
    ])
    return { ...Object.fromEntries(all), _meta: meta }
  }

  #one(entity: Entity): FieldOf<unknown> {
    return {
      type: this.#types.get(entity.name)!,
      args: { id: { type: new GraphQLNonNull(GraphQLID) }, ...this.#inputs.root },
      resolve: (_, { id, block }: RootArguments, { rows, head }) => {
        checkBlock(head, block)
        return rows.one(entity, entity.fields.get('id')!.type === 'Bytes' ? id.toLowerCase() : id)
      },
    }
  }

  #many(entity: Entity): FieldOf<unknown> {
    return {
      type: listOf(this.#types.get(entity.name)!),
      args: { ...this.#inputs.list(entity), ...this.#inputs.root },
      resolve: (_, args: RootArguments, { rows, head }) => {
        checkBlock(head, args.block)
        return rows.list(entity, args)
      },
    }
  }

  #entity(entity: Entity): EntityType {
    const { name, is, members } = entity
    const fields = () =>
      Object.fromEntries(
        Array.from(entity.fields.values(), (field) => [field.name, this.#field(entity, field)]),
      )
    return members.length > 0
      ? new GraphQLInterfaceType({
          name,
          fields,
          resolveType: (row: Row) => row.__typename as string,
        })
      : new GraphQLObjectType<Row, Question>({
          name,
          fields,
          interfaces: () => (is ? [this.#types.get(is) as GraphQLInterfaceType] : []),
        })
  }

  #field(entity: Entity, field: Field): FieldOf<Row> {
    if (field.kind === 'scalar' || field.kind === 'enum')
      return {
        type: required(
          field,
          field.kind === 'enum' ? this.#enums.get(field.type)! : SCALAR_TYPES[field.scalar],
        ),
        resolve: (row) => toOutput(field, row[field.name]!),
      }
    const target = this.#model.entities.get(field.type)!
    const type = this.#types.get(field.type)!
    if (field.isList)
      return {
        type: listOf(type),
        args: this.#inputs.list(target),
        resolve: (row, args: ListArguments, { rows }) =>
          rows.list(target, args, { entity, field, id: row.id as string }),
      }
    if (field.kind === 'derived')
      return {
        type,
        resolve: (row, _, { rows }) =>
          rows.list(target, { first: 1 }, { entity, field, id: row.id as string })[0],
      }
    return {
      type: required(field, type),
      resolve: (row, _, { rows }) => {
        const id = row[field.name] as string | null
        return id === null ? null : rows.one(target, id)
      },
    }
  }
}

const required = <T extends EntityType | GraphQLEnumType | (typeof SCALAR_TYPES)['ID']>(
  { isRequired }: Field,
  type: T,
): GraphQLOutputType => (isRequired ? new GraphQLNonNull(type) : type)

const listOf = (type: EntityType): GraphQLOutputType =>
  new GraphQLNonNull(new GraphQLList(new GraphQLNonNull(type)))
