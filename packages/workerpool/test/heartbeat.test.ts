import Fastify from 'fastify'
import { afterEach, expect, it, vi } from 'vitest'
import { Notifier } from '../src/notifier.ts'
import { notificationRoutes } from '../src/routes/notifications.ts'
import type { ServiceContext } from '../src/routes/service-context.ts'

afterEach(() => vi.useRealTimers())

it('the line sends a heartbeat every thirty seconds, until the worker hangs up', async () => {
  vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] })
  const app = Fastify({ forceCloseConnections: true })
  const lost = Promise.withResolvers<string>()
  notificationRoutes(app, {
    logins: { walletOf: async () => '0xaa' },
    notifier: new Notifier(),
    scheduler: { onWorkerLost: lost.resolve },
  } as unknown as ServiceContext)
  const url = await app.listen({ port: 0, host: '127.0.0.1' })
  const hangUp = new AbortController()
  const { body } = await fetch(`${url}/workers/notifications`, { signal: hangUp.signal })
  const reader = body!.pipeThrough(new TextDecoderStream()).getReader()
  expect((await reader.read()).value).toBe('{"kind":"available"}\n')
  vi.advanceTimersByTime(30_000)
  expect((await reader.read()).value).toBe('{"kind":"alive"}\n')
  hangUp.abort()
  await lost.promise
  expect(vi.getTimerCount()).toBe(0)
  await app.close()
})
