import { type UseQueryResult, useQuery } from '@tanstack/react-query'
import type { Topic } from '../../../src/feed/changes.ts'
import { askApi } from '../api.ts'

/**
 * Reads a path of the API, and again whenever one of `topics` changes. What was there stays shown
 * meanwhile.
 */
export const useApi = <T>(
  path: string,
  topics: readonly Topic[] = [],
  { enabled = true } = {},
): UseQueryResult<T> =>
  useQuery<T>({
    queryKey: ['api', path],
    queryFn: ({ signal }) => askApi<T>(path, { signal }),
    meta: { topics },
    enabled,
    placeholderData: (before) => before,
  })
