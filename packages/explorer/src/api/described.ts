import type { TSchema } from 'typebox'

/** What a route takes and returns, as JSON Schemas. */
export interface Described {
  /** Values in the path. */
  params?: TSchema
  /** Values in the query. */
  querystring?: TSchema
  /** JSON body. */
  body?: TSchema
  /** JSON answer. */
  returns?: TSchema
  /** Whether the route needs a session. */
  isPrivate?: boolean
}

/** Schema of a route: it checks what comes in, and is the route's entry in `openapi.json`. */
export const described = (
  tag: string,
  summary: string,
  { returns, isPrivate = false, ...input }: Described = {},
) => ({
  ...input,
  tags: [tag],
  summary,
  isPrivate,
  ...(returns ? { response: { 200: returns } } : {}),
})

declare module 'fastify' {
  interface FastifySchema {
    /** Resource that the route is of. */
    tags?: string[]
    /** The route in one line. */
    summary?: string
    /** Whether the route needs a session. */
    isPrivate?: boolean
  }
}
