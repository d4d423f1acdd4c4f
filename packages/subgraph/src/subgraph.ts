import type { ExecutionResult } from 'graphql'
import type { Posted } from './query/answer.ts'

/** A subgraph that answers questions. */
export interface Subgraph {
  /** Last parts of its names in Graph Node's paths. */
  names: readonly string[]
  /** Ids of its deployments in Graph Node's paths. */
  ids: readonly string[]
  /** Answers a question, or tells in `errors` what is wrong with it. */
  ask(question: Posted): Promise<ExecutionResult>
  /** Names of its queries. */
  queries(): Promise<ReadonlySet<string>>
}
