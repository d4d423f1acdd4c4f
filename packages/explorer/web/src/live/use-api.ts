import { type UseQueryResult, useQuery } from '@tanstack/react-query'
import type { Topic } from '../../../src/feed/changes.ts'
import { askApi } from '../api.ts'

/**
 * Reads a path of the API, and again whenever one of `topics` changes, or only when it changes for
 * `id`. What was there stays shown meanwhile.
 */
export const useApi = <T>(
  path: string,
  topics: readonly Topic[] = [],
  { enabled = true, id }: { enabled?: boolean; id?: string } = {},
): UseQueryResult<T> =>
  useQuery<T>({
    queryKey: ['api', path],
    queryFn: ({ signal }) => askApi<T>(path, { signal }),
    meta: { topics, id },
    enabled,
    placeholderData: (before) => before,
  })
