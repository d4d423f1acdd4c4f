import type { Mark } from '@iexec-sim/chain/client'
import {
  GraphQLBoolean,
  GraphQLInt,
  GraphQLNonNull,
  GraphQLObjectType,
  GraphQLString,
} from 'graphql'
import { SCALAR_TYPES } from './scalars.ts'

/** The block that a client wants an answer of. */
export interface BlockHeight {
  hash?: string | null
  number?: number | null
  number_gte?: number | null
}

/**
 * Passes the newest block, or throws `TypeError` for a question about another: older states are not
 * kept, and later ones are not there.
 */
export function checkBlock(head: Mark, block: BlockHeight | null | undefined): Mark {
  const { hash, number, number_gte: least } = block ?? {}
  const isHead =
    (hash ?? head.hash).toLowerCase() === head.hash &&
    (number ?? head.number) === head.number &&
    (least ?? 0) <= head.number
  if (isHead) return head
  throw new TypeError(
    `Unknown block ${hash ?? number ?? `${least} or later`}: the index is of block ${head.number} alone.`,
  )
}

const string = new GraphQLNonNull(GraphQLString)

/** Type of `_meta`, made of the newest block. */
export const metaType = new GraphQLObjectType<Mark>({
  name: '_Meta_',
  fields: {
    block: {
      type: new GraphQLNonNull(
        new GraphQLObjectType<Mark>({
          name: '_Block_',
          fields: {
            number: { type: new GraphQLNonNull(GraphQLInt) },
            hash: { type: SCALAR_TYPES.Bytes },
          },
        }),
      ),
      resolve: (head) => head,
    },
    deployment: { type: string, resolve: () => 'iexec-sim' },
    hasIndexingErrors: { type: new GraphQLNonNull(GraphQLBoolean), resolve: () => false },
  },
})
