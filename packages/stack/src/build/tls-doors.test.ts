import { mkdtempSync, rmSync } from 'node:fs'
import type { Socket } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { connect } from 'node:tls'
import { createLog, openDoor } from '@iexec-sim/door'
import { loadAuthorities } from '@iexec-sim/tee'
import { afterAll, beforeAll, expect, it } from 'vitest'

const dir = mkdtempSync(join(tmpdir(), 'iexec-sim-tls-'))
let tls: { certificate: string; privateKey: string; port: number }
beforeAll(async () => {
  const { clients } = await loadAuthorities(dir)
  tls = { ...(await clients.issue(['localhost'])), port: 0 }
})
afterAll(() => rmSync(dir, { recursive: true }))

it('a door closes despite an open WebSocket over TLS', async () => {
  const upgraded = Promise.withResolvers<Socket>()
  const door = await openDoor({
    name: 'test',
    port: 0,
    log: createLog({ level: 'silent' }),
    tls,
    plugin: async (app) => {
      app.server.on('upgrade', (_request, socket: Socket) => {
        socket.write(
          'HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\r\n',
        )
        upgraded.resolve(socket)
      })
      app.addHook('preClose', async () => void (await upgraded.promise).destroy())
    },
  })
  const { port, host } = new URL(door.tlsUrl!)
  const client = connect({
    port: Number(port),
    host: host.split(':')[0]!,
    rejectUnauthorized: false,
  })
  client.on('error', () => {}).resume()
  client.write(
    'GET / HTTP/1.1\r\nHost: localhost\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\r\n',
  )
  await upgraded.promise
  const gone = new Promise((resolve) => client.once('close', resolve))
  await door.close()
  await gone
  expect(door.app.server.listening).toBe(false)
})
