import { mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs'
import { request } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { cli } from './support/cli.ts'
import { ScenarioNetwork } from './support/scenario-network.ts'

let sim: ScenarioNetwork
beforeAll(async () => {
  sim = await ScenarioNetwork.start()
})
afterAll(() => sim[Symbol.asyncDispose]())

const SERVICES = [
  'rpc',
  'gateway',
  'resultProxy',
  'workerpool',
  'registry',
  'control',
  'explorer',
  'sms scone',
  'sms gramine',
] as const
function urlOf(service: (typeof SERVICES)[number]): URL {
  const { sheet } = sim.network
  const urls = {
    rpc: sheet.rpc,
    gateway: sheet.gateway,
    resultProxy: sheet.resultProxy,
    workerpool: sheet.workerpool.url,
    registry: `http://${sheet.registry}`,
    control: sheet.control,
    explorer: sheet.explorer,
    'sms scone': sheet.sms.scone!,
    'sms gramine': sheet.sms.gramine!,
  }
  return new URL(urls[service])
}

function statusOf(url: URL, headers: Record<string, string>, method = 'GET'): Promise<number> {
  return new Promise((resolve, reject) => {
    request(
      { host: url.hostname, port: url.port, path: '/version', method, headers },
      (response) => {
        response.resume()
        resolve(response.statusCode!)
      },
    )
      .on('error', reject)
      .end()
  })
}

describe.each(SERVICES)('the door of %s', (service) => {
  it('is on loopback', () => expect(urlOf(service).hostname).toBe('127.0.0.1'))
  it('refuses a page of another site', async () => {
    expect(await statusOf(urlOf(service), { origin: 'https://evil.example' })).toBe(403)
    expect(await statusOf(urlOf(service), { origin: 'https://evil.example' }, 'OPTIONS')).toBe(403)
  })
  it('refuses a host name that resolves to this machine', async () => {
    expect(await statusOf(urlOf(service), { host: 'evil.example' })).toBe(403)
  })
})

describe('compiled code', () => {
  it('is kept in a cache of the user, which other users cannot write to', async () => {
    const home = mkdtempSync(join(tmpdir(), 'iexec-sim-home-'))
    const env = { HOME: home, XDG_CACHE_HOME: '', TMPDIR: join(home, 'tmp') }
    expect(await cli(['--version'], { env })).toMatchObject({ code: 0 })
    expect(readdirSync(home)).toEqual(['.cache'])
    const kept = join(home, '.cache', 'iexec-sim', 'compiled')
    // A folder for this Node.js, and in it the code of few files or many: a bundle's, or sources.
    expect(readdirSync(kept, { recursive: true }).length).toBeGreaterThan(1)
    expect(statSync(kept).mode & 0o022).toBe(0)
    rmSync(home, { recursive: true })
  })
})

describe('operations of the operator alone', () => {
  it.each(['/status', '/stop'])('%s needs the control token', async (path) => {
    const response = await fetch(urlOf('control') + path.slice(1), {
      method: path === '/stop' ? 'POST' : 'GET',
    })
    expect(response.status).toBe(401)
  })
  it('task internals need the token as well', async () => {
    expect((await fetch(`${urlOf('workerpool')}control/tasks`)).status).toBe(401)
  })
})
