import { createLog, openDoor } from '@iexec-sim/door'
import { Wallet } from 'ethers'
import { expect, it } from 'vitest'
import type { Notification } from '../notifier.ts'
import { SchedulerClient } from './scheduler-client.ts'

it('heartbeats of the line are not passed on as notifications', async () => {
  const log = createLog({ level: 'silent' })
  const door = await openDoor({
    name: 'scheduler',
    port: 0,
    log,
    plugin: async (app) => {
      app.get('/workers/challenge', (_request, reply) => reply.type('text/plain').send('challenge'))
      app.post('/workers/login', (_request, reply) => reply.type('text/plain').send('token'))
      app.get('/workers/notifications', (_request, reply) =>
        reply.send('{"kind":"alive"}\n{"kind":"available"}\n{"kind":"alive"}\n'),
      )
    },
  })
  const said: Notification[] = []
  const client = new SchedulerClient(door.url, Wallet.createRandom() as unknown as Wallet)
  for await (const notification of client.notifications(new AbortController().signal))
    said.push(notification)
  await door.close()
  expect(said).toEqual([{ kind: 'available' }])
})
