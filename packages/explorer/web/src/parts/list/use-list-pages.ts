import { type UseQueryResult, useQueries, useQuery } from '@tanstack/react-query'
import type { Topic } from '../../../../src/feed/changes.ts'
import type { Page } from '../../../../src/schema/page.ts'
import { askApi } from '../../api.ts'

/** Items of one request. */
const PAGE_SIZE = 50
const BLOCKS = ['block'] as const

/** Reads the first page of a list, which tells how long the list is. */
export const useListPage = <Item>(
  path: string,
  topics?: readonly Topic[],
): UseQueryResult<Page<Item>> => useQuery(pageQuery<Item>(path, 0, topics))

/** Reads the pages that rows are of; returns what looks up an item whose page is there. */
export function useListPages<Item>(
  path: string,
  topics: readonly Topic[] | undefined,
  rows: readonly number[],
): (index: number) => Item | undefined {
  const numbers = [...new Set(rows.map((row) => Math.floor(row / PAGE_SIZE)))]
  const pages = useQueries({
    queries: numbers.map((number) => pageQuery<Item>(path, number, topics)),
  })
  const byNumber = new Map(numbers.map((number, i) => [number, pages[i]!.data]))
  return (index) => byNumber.get(Math.floor(index / PAGE_SIZE))?.items[index % PAGE_SIZE]
}

const pageQuery = <Item>(path: string, number: number, topics: readonly Topic[] = BLOCKS) => ({
  queryKey: ['api', path, number],
  queryFn: ({ signal }: { signal: AbortSignal }) =>
    askApi<Page<Item>>(pagePath(path, number), { signal }),
  meta: { topics },
})

const pagePath = (path: string, number: number): string =>
  `${path}${path.includes('?') ? '&' : '?'}page=${number}&pageSize=${PAGE_SIZE}`
