import type { Page, PageQuery } from '../schema/page.ts'
import type { PocoIndex } from '../sources.ts'
import { askPoco } from './ask-poco.ts'

/** A list of the index. */
export interface PocoList {
  /** Entity, such as `Task`. */
  entity: string
  /** Its list, such as `tasks`. */
  plural: string
  /** Fields to read, in GraphQL. */
  fields: string
  /** Filter. @default none */
  where?: Readonly<Record<string, unknown>>
  /** Field that the list is ordered by, the highest first. @default timestamp */
  orderBy?: string
  /** @default desc */
  direction?: 'asc' | 'desc'
}

/** One page of a list of the index, as `read` shows each. */
export async function listOf<Raw, Item>(
  poco: PocoIndex,
  { entity, plural, fields, where = {}, orderBy = 'timestamp', direction = 'desc' }: PocoList,
  { page, pageSize }: PageQuery,
  read: (raw: Raw) => Item,
): Promise<Page<Item>> {
  const query = `query ($first: Int!, $skip: Int!, $where: ${entity}_filter) {
    list: ${plural}(
      first: $first, skip: $skip, where: $where, orderBy: ${orderBy}, orderDirection: ${direction}
    ) { ${fields} }
  }`
  const variables = { first: pageSize, skip: page * pageSize, where }
  const [total, { list }] = await Promise.all([
    poco.count(entity, where),
    askPoco<{ list: Raw[] }>(poco, query, variables),
  ])
  return { total, items: list.map(read) }
}
