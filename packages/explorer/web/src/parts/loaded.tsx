import type { UseQueryResult } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import type { ApiError } from '../api.ts'

/** Shows data once it is there; until then that it is being read, or why it cannot be. */
export function Loaded<T>({
  query: { data, error },
  children,
}: {
  query: UseQueryResult<T>
  children: (data: T) => ReactNode
}) {
  if (data !== undefined) return children(data)
  if (error) return <Refusal error={error} />
  return (
    <p className="muted" aria-busy="true">
      Reading …
    </p>
  )
}

/** A refusal of the network: the sentence, and its fix. */
export function Refusal({ error }: { error: Error }) {
  return (
    <p role="alert" className="notice bad">
      {error.message} {(error as ApiError).help}
    </p>
  )
}
