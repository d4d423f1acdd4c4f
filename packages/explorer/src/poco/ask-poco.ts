import type { PocoIndex } from '../sources.ts'

/** Answer of the index to a question. Throws when it has none. */
export async function askPoco<T>(
  poco: PocoIndex,
  query: string,
  variables: Record<string, unknown> = {},
): Promise<T> {
  const { data, errors } = await poco.ask({ query, variables })
  if (errors && errors.length > 0) throw new Error(errors[0]!.message)
  return data as T
}
