import type { SecretRef } from '@iexec-sim/timeline'
import type { FastifyPluginAsync } from 'fastify'
import { CanaryOrder, SecretPath, SecretQuery, Secrets } from '../schema/secret.ts'
import { requireSession } from '../session/guard.ts'
import type { ExplorerSources } from '../sources.ts'
import { described } from './described.ts'

/**
 * `GET /secrets` lists the secrets, `GET /secrets/events` tells what happened to one, and
 * `POST /secrets/canary` makes one a canary or ends that.
 */
export function secretRoutes(sources: ExplorerSources): FastifyPluginAsync {
  const { timeline, sessions, markCanary } = sources
  const list = (): Secrets => ({ secrets: timeline.secrets() })
  return async (app) => {
    app.get(
      '/secrets',
      { schema: described('secrets', 'Every secret, never a value', { returns: Secrets }) },
      list,
    )
    app.get<{ Querystring: SecretRef }>(
      '/secrets/events',
      {
        schema: described('secrets', 'What happened to a secret', {
          querystring: SecretQuery,
          returns: SecretPath,
        }),
      },
      async ({ query }): Promise<SecretPath> => {
        const wanted = known(query)
        const isWanted = (one: SecretRef) =>
          one.framework === wanted.framework &&
          one.family === wanted.family &&
          one.owner === wanted.owner &&
          one.name === wanted.name
        return {
          secret: timeline.secrets().find(isWanted) ?? null,
          events: timeline.secretEvents(wanted),
        }
      },
    )
    app.post<{ Body: SecretRef & { canary: boolean } }>(
      '/secrets/canary',
      {
        onRequest: requireSession(sessions),
        schema: described('secrets', 'Make a secret a canary, or end that', {
          body: CanaryOrder,
          returns: Secrets,
          isPrivate: true,
        }),
      },
      async ({ body: { canary, ...secret } }) => {
        markCanary(known(secret), canary)
        return list()
      },
    )
  }
}

/** A secret's identity as the ledger writes it. */
const known = ({ framework, family, owner, name }: SecretRef): SecretRef => ({
  framework,
  family,
  owner: owner.toLowerCase(),
  name,
})
