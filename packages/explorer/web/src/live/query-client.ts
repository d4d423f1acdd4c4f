import { QueryClient } from '@tanstack/react-query'
import { ApiError } from '../api.ts'

/** How often a read is tried again that got no answer. */
const MOST_RETRIES = 5
/** Time before the first of them, in ms; it doubles each time. */
const FIRST_RETRY_MS = 100

/**
 * Reads of the API. The network is on this machine: whether a browser takes the machine for online
 * says nothing, and it cuts requests off, those to loopback too, when the network of a container
 * comes or goes. So a read without an answer is made again; a refusal is an answer.
 */
export const newQueryClient = (): QueryClient =>
  new QueryClient({
    defaultOptions: {
      queries: {
        networkMode: 'always',
        staleTime: 5_000,
        retry: (failures, error) => !(error instanceof ApiError) && failures < MOST_RETRIES,
        retryDelay: (failures) => FIRST_RETRY_MS * 2 ** failures,
      },
      mutations: { networkMode: 'always' },
    },
  })
