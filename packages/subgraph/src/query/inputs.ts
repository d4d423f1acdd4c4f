import {
  type GraphQLEnumType,
  type GraphQLFieldConfigArgumentMap,
  GraphQLID,
  type GraphQLInputFieldConfigMap,
  GraphQLInputObjectType,
  type GraphQLInputType,
  GraphQLInt,
  GraphQLList,
  GraphQLNonNull,
  GraphQLString,
} from 'graphql'
import type { Entity, Field, Model } from '../model/model.ts'
import { filterKeys, type Operand, orderKeys } from './filters.ts'
import { enumOf, SCALAR_TYPES } from './scalars.ts'

/** The arguments of queries, generated from the entities. */
export class Inputs {
  readonly #model: Model
  readonly #enums: ReadonlyMap<string, GraphQLEnumType>
  readonly #filters = new Map<string, GraphQLInputObjectType>()
  readonly #orders = new Map<string, GraphQLEnumType>()
  readonly #direction = enumOf('OrderDirection', ['asc', 'desc'])
  readonly #policy = enumOf('_SubgraphErrorPolicy_', ['allow', 'deny'])
  readonly #since = new GraphQLInputObjectType({
    name: 'BlockChangedFilter',
    fields: { number_gte: { type: new GraphQLNonNull(GraphQLInt) } },
  })
  readonly #block = new GraphQLInputObjectType({
    name: 'Block_height',
    fields: {
      hash: { type: SCALAR_TYPES.Bytes },
      number: { type: GraphQLInt },
      number_gte: { type: GraphQLInt },
    },
  })

  constructor(model: Model, enums: ReadonlyMap<string, GraphQLEnumType>) {
    this.#model = model
    this.#enums = enums
  }

  /** Arguments of a list of an entity. */
  list(entity: Entity): GraphQLFieldConfigArgumentMap {
    return {
      skip: { type: GraphQLInt, default: { value: 0 } },
      first: { type: GraphQLInt, default: { value: 100 } },
      orderBy: { type: this.#order(entity) },
      orderDirection: { type: this.#direction },
      where: { type: this.#filter(entity) },
    }
  }

  /** Arguments of every question about the index as a whole. */
  readonly root: GraphQLFieldConfigArgumentMap = {
    block: { type: this.#block },
    subgraphError: { type: new GraphQLNonNull(this.#policy), default: { value: 'deny' } },
  }

  #filter(entity: Entity): GraphQLInputObjectType {
    let type = this.#filters.get(entity.name)
    if (!type) {
      type = new GraphQLInputObjectType({
        name: `${entity.name}_filter`,
        fields: () => this.#filterFields(entity),
      })
      this.#filters.set(entity.name, type)
    }
    return type
  }

  #filterFields(entity: Entity): GraphQLInputFieldConfigMap {
    const filters = new GraphQLList(this.#filter(entity))
    return {
      ...Object.fromEntries(
        Array.from(filterKeys(entity), ([key, { field, takes }]) => [
          key,
          { type: this.#operand(field, takes) },
        ]),
      ),
      _change_block: { type: this.#since },
      and: { type: filters },
      or: { type: filters },
    }
  }

  #operand(field: Field, takes: Operand): GraphQLInputType {
    if (takes === 'nested') return this.#filter(this.#model.entities.get(field.type)!)
    const one = this.#single(field)
    return takes === 'values' ? new GraphQLList(new GraphQLNonNull(one)) : one
  }

  #single(field: Field) {
    if (field.kind === 'enum') return this.#enums.get(field.type)!
    if (field.kind === 'scalar')
      return field.scalar === 'ID' ? GraphQLID : SCALAR_TYPES[field.scalar]
    return GraphQLString
  }

  #order(entity: Entity): GraphQLEnumType {
    let type = this.#orders.get(entity.name)
    if (!type) {
      const keys = orderKeys(entity, this.#model.entities).map(({ key }) => key)
      type = enumOf(`${entity.name}_orderBy`, keys)
      this.#orders.set(entity.name, type)
    }
    return type
  }
}
