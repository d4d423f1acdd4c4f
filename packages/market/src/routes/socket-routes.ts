import type { FastifyInstance } from 'fastify'
import type { Announcer } from '../sockets.ts'

/**
 * Socket.io requests that come over TLS: those go through the routes, where plain ones are taken
 * from the server itself.
 */
export function socketRoutes(app: FastifyInstance, announcer: Announcer): void {
  app.route({
    method: ['GET', 'POST'],
    url: '/ws/',
    // Before the body is read: that is for socket.io to do.
    onRequest: async (request, reply) => {
      reply.hijack()
      announcer.handle(request.raw, reply.raw)
    },
    handler: () => {},
  })
}
