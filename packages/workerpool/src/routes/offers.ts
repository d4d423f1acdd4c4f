import { type Address, type Bytes32, encodeTag, type TypedDataSigner } from '@iexec-sim/protocol'
import type { FastifyInstance } from 'fastify'
import { signOffer } from '../offers.ts'

interface OfferSource {
  workerpool: Address
  hub: Address
  chainId: number
  owner: TypedDataSigner
  chain: { viewCategory(id: bigint): Promise<unknown> }
  sms: Record<string, unknown>
}

/** `GET /offer?category=0&tag=0x…`: a workerpool order of price zero, signed on demand. Our own route: the debug pool serves everybody. */
export function offerRoutes(app: FastifyInstance, source: OfferSource): void {
  const served = new Set(
    ['', ...Object.keys(source.sms).map((framework) => `tee,${framework}`)].map((names) => encodeTag(names)),
  )
  app.get<{ Querystring: { category?: string; tag?: string } }>('/offer', async ({ query }, reply) => {
    const { category = '0', tag = encodeTag('') } = query
    if (!/^\d{1,20}$/.test(category) || !(await source.chain.viewCategory(BigInt(category)))) {
      return reply.code(400).send({ error: `category "${category}" does not exist` })
    }
    if (!served.has(tag as Bytes32)) return reply.code(400).send({ error: `tag "${tag}" is not served by this pool` })
    const order = await signOffer(source.workerpool, source, source.owner, BigInt(category), tag as Bytes32)
    return JSON.parse(JSON.stringify(order, (_key, value) => (typeof value === 'bigint' ? value.toString() : value)))
  })
}
