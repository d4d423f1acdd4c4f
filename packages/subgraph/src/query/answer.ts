import {
  type DocumentNode,
  type ExecutionResult,
  execute,
  GraphQLError,
  type GraphQLSchema,
  parse,
  specifiedRules,
  VariablesInAllowedPositionRule,
  validate,
} from 'graphql'
import { depthOf } from './depth.ts'

export { schemaOf } from './schema.ts'

/** A question as it is posted. */
export interface Posted {
  /** Text of the query. */
  query: string
  /** Values of its variables. */
  variables?: Record<string, unknown> | null
  /** Which of its operations is meant, when there are several. */
  operationName?: string | null
}

/**
 * Largest question, in words of GraphQL and in levels of fields. The explorer's largest has some 500
 * words; a client that asks for the whole schema goes 13 levels down.
 */
const MOST_TOKENS = 5_000
const MOST_DEPTH = 20
const TOO_DEEP = `A question goes at most ${MOST_DEPTH} levels deep.`
/** Flaws that are told at once. */
const MOST_ERRORS = 20

/** As Graph Node: a variable of type `String` may stand where an id or bytes are meant. */
const RULES = specifiedRules.filter((rule) => rule !== VariablesInAllowedPositionRule)

/** Answers a question, or tells what is wrong with it. Without promises where no field has one. */
export function answer<Context>(
  schema: GraphQLSchema,
  { query, variables, operationName }: Posted,
  given: { contextValue?: Context; rootValue?: unknown },
): ExecutionResult | PromiseLike<ExecutionResult> {
  const document = checked(schema, query)
  if (!('kind' in document)) return document
  return execute({ schema, document, variableValues: variables ?? {}, operationName, ...given })
}

/** Questions that were found good, by their texts: clients ask the same few again and again. */
const good = new WeakMap<GraphQLSchema, Map<string, DocumentNode>>()
const MOST_GOOD = 100
/** Longest text that is remembered. */
const LONGEST_GOOD = 8_000

/** Reads a question, or tells what is wrong with it. */
function checked(schema: GraphQLSchema, query: string): DocumentNode | ExecutionResult {
  const known = good.get(schema) ?? new Map<string, DocumentNode>()
  good.set(schema, known)
  const before = known.get(query)
  if (before) return before
  const document = read(query)
  if (document instanceof GraphQLError) return { errors: [document] }
  const errors = validate(schema, document, RULES, { maxErrors: MOST_ERRORS })
  if (errors.length > 0) return { errors }
  if (depthOf(document) > MOST_DEPTH) return refusal(TOO_DEEP)
  if (query.length > LONGEST_GOOD) return document
  if (known.size >= MOST_GOOD) known.delete(known.keys().next().value!)
  known.set(query, document)
  return document
}

/** The answer to a question that cannot be answered. */
export const refusal = (message: string): ExecutionResult => ({
  errors: [new GraphQLError(message)],
})

/** Names of the fields at the root of a question; none for one that cannot be read. */
export function rootFields(query: string): string[] {
  const document = read(query)
  if (document instanceof GraphQLError) return []
  return document.definitions.flatMap((definition) =>
    definition.kind === 'OperationDefinition'
      ? definition.selectionSet.selections.flatMap((one) =>
          one.kind === 'Field' ? one.name.value : [],
        )
      : [],
  )
}

function read(query: string): DocumentNode | GraphQLError {
  try {
    return parse(query, { maxTokens: MOST_TOKENS })
  } catch (error) {
    // Values nest so deep that the parser's stack ends.
    return error instanceof GraphQLError ? error : new GraphQLError(TOO_DEEP)
  }
}
