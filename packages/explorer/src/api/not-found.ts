import type { FastifyReply } from 'fastify'

/** Answers that there is nothing of this name. */
export const notFound = (reply: FastifyReply, what: string): FastifyReply =>
  reply.code(404).send({ error: `${what} is not on this network.` })
