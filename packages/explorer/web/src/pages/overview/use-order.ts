import { useMutation, useQueryClient } from '@tanstack/react-query'
import { sendApi } from '../../api.ts'

/** An order to the network. */
export interface Order {
  method: 'POST' | 'DELETE'
  /** Path of the API. */
  path: string
  /** JSON of the order. */
  body?: object
}

/** Sends orders, and has everything read again that is shown. */
export function useOrder() {
  const queries = useQueryClient()
  return useMutation({
    mutationFn: ({ method, path, body }: Order) => sendApi(method, path, body),
    onSuccess: () => queries.invalidateQueries({ queryKey: ['api'] }),
  })
}
