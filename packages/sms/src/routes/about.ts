import type { FastifyInstance } from 'fastify'
import type { SmsContext } from '../context.ts'

/** `/version` and `/metrics`. */
export function aboutRoutes(
  app: FastifyInstance,
  { version, secrets, challenges }: SmsContext,
): void {
  app.get('/version', (_request, reply) => reply.type('text/plain').send(version))

  app.get('/metrics', () => {
    const [web2, web3, appSecrets, requester] = (['web2', 'web3', 'app', 'requester'] as const).map(
      (family) => secrets.counts(family),
    )
    const compute = {
      initial: appSecrets!.initial + requester!.initial,
      stored: appSecrets!.stored + requester!.stored,
      added: appSecrets!.added + requester!.added,
    }
    const kept = challenges.count()
    const challengeCounts = { initial: 0, stored: kept, added: kept }
    return {
      secretsMetrics: {
        web2: metric('web2', web2!),
        web3: metric('web3', web3!),
        compute: metric('compute', compute),
        'TEE challenges': metric('TEE challenges', challengeCounts),
        'Ethereum Credentials': metric('Ethereum Credentials', challengeCounts),
      },
    }
  })
}

function metric(
  secretsType: string,
  { initial, stored, added }: { initial: number; stored: number; added: number },
) {
  return {
    secretsType,
    initialCount: initial,
    storedCount: stored,
    addedSinceStartCount: added,
    cachedSecretsCount: 0,
  }
}
