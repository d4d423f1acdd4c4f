import type { SecretRef } from '@iexec-sim/timeline'
import type { FastifyPluginAsync } from 'fastify'
import type { CanaryWatch } from '../timeline/canary-watch.ts'

const MARK = {
  type: 'object',
  required: ['framework', 'family', 'owner', 'name', 'canary'],
  additionalProperties: false,
  properties: {
    framework: { enum: ['scone', 'gramine', 'tdx'] },
    family: { enum: ['web3', 'web2', 'app', 'requester'] },
    owner: { type: 'string', maxLength: 100 },
    name: { type: 'string', maxLength: 1000 },
    canary: { type: 'boolean' },
  },
} as const

/** `POST /canaries` of the control door: makes a secret that is set a canary, or ends that. */
export function canaryRoutes(canaries: CanaryWatch): FastifyPluginAsync {
  return async (app) => {
    app.post<{ Body: SecretRef & { canary: boolean } }>(
      '/canaries',
      { schema: { body: MARK } },
      ({ body: { canary, owner, ...secret } }) => {
        canaries.mark({ ...secret, owner: owner.toLowerCase() }, canary)
        return { canary }
      },
    )
  }
}
