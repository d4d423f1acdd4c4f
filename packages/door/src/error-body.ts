import type { FastifyError, FastifyInstance } from 'fastify'

/** The default error body of the real services. */
export interface ErrorBody {
  /** Time of the error, ISO 8601. */
  timestamp: string
  /** HTTP status. */
  status: number
  /** Reason phrase of the status, or the message for the caller. */
  error: string
  /** Path of the request. */
  path: string
}

/** An error body for a path; the query is left out, it may hold names. */
export function errorBody(status: number, error: string, url: string): ErrorBody {
  return { timestamp: new Date().toISOString(), status, error, path: url.split('?')[0]! }
}

const METHODS = ['GET', 'HEAD', 'POST', 'PUT', 'DELETE'] as const

/** Writes the body of a refusal in a service's own form. */
export type ErrorBodyOf = (status: number, error: string, url: string) => object

/**
 * Gives unknown routes, wrong verbs, bad input and breakdowns the default body. What broke down is
 * not answered; {@link watchUnexpected} logs it.
 */
export function useErrorBodies(app: FastifyInstance, bodyOf: ErrorBodyOf = errorBody): void {
  app.setNotFoundHandler((request, reply) => {
    const url = request.url.split('?')[0]!
    const known = METHODS.some(
      (method) => method !== request.method && app.findRoute({ method, url }) !== null,
    )
    const status = known ? 405 : 404
    return reply
      .code(status)
      .send(bodyOf(status, known ? 'Method Not Allowed' : 'Not Found', request.url))
  })
  app.setErrorHandler((error: FastifyError, request, reply) => {
    const status = error.statusCode ?? 500
    return reply
      .code(status)
      .send(bodyOf(status, status >= 500 ? 'Internal Server Error' : error.message, request.url))
  })
}
