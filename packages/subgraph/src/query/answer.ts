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
  const document = read(query)
  if (document instanceof GraphQLError) return { errors: [document] }
  const errors = validate(schema, document, RULES, { maxErrors: MOST_ERRORS })
  if (errors.length > 0) return { errors }
  if (depthOf(document) > MOST_DEPTH)
    return refusal(`A question goes at most ${MOST_DEPTH} levels deep.`)
  return execute({ schema, document, variableValues: variables ?? {}, operationName, ...given })
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
    return error as GraphQLError
  }
}
