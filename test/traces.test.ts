import { readFileSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { cli } from './support/cli.ts'
import { ScenarioNetwork } from './support/scenario-network.ts'

/** A span of OTLP's JSON, with the name of its service. */
interface Span {
  service: string
  traceId: string
  spanId: string
  parentSpanId?: string
  name: string
  startTimeUnixNano: string
  endTimeUnixNano: string
  attributes: { key: string; value: Record<string, unknown> }[]
  status: { code?: number; message?: string }
}

interface Posted {
  resourceSpans: {
    resource: { attributes: { key: string; value: { stringValue?: string } }[] }
    scopeSpans: { spans: Omit<Span, 'service'>[] }[]
  }[]
}

/** A collector that takes spans as OTLP over HTTP in JSON. */
const posts: { path: string; headers: Record<string, unknown>; body: Posted }[] = []
const server = createServer(async (request, response) => {
  let text = ''
  for await (const chunk of request) text += chunk
  posts.push({ path: request.url!, headers: request.headers, body: JSON.parse(text) as Posted })
  response.writeHead(200, { 'content-type': 'application/json' }).end('{}')
})
let collector: string
beforeEach(async () => {
  posts.length = 0
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  collector = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
})
afterEach(async () => {
  vi.unstubAllEnvs()
  server.closeAllConnections()
  await new Promise((resolve) => server.close(resolve))
})

const spans = (): Span[] =>
  posts.flatMap(({ body }) =>
    body.resourceSpans.flatMap(({ resource, scopeSpans }) =>
      scopeSpans.flatMap((scope) =>
        scope.spans.map((span) => ({
          ...span,
          service: resource.attributes.find(({ key }) => key === 'service.name')!.value
            .stringValue!,
        })),
      ),
    ),
  )
const traceOf = (taskId: string) => spans().filter(({ traceId }) => traceId === taskId.slice(2, 34))

it('each task is one trace of all services, whose steps lie in the stages of workers', async () => {
  const sim = await ScenarioNetwork.start({ otlp: collector })
  const { taskId } = await sim.run({ args: 'ok' })
  const failed = await sim.run({ args: 'exit 3' })
  await sim[Symbol.asyncDispose]()

  expect(new Set(posts.map(({ path }) => path))).toEqual(new Set(['/v1/traces']))
  const trace = traceOf(taskId)
  const byId = new Map(trace.map((span) => [span.spanId, span]))
  const roots = trace.filter(({ parentSpanId }) => !parentSpanId)
  expect(roots.map(({ name }) => name)).toEqual([`task ${taskId.slice(0, 10)}`])
  const orphans = trace.filter(({ parentSpanId }) => parentSpanId && !byId.has(parentSpanId))
  expect(orphans.map(({ name }) => name)).toEqual([])
  expect(new Set(trace.map(({ service }) => service))).toEqual(
    new Set(
      ['', '-chain', '-workerpool', '-worker', '-sms', '-provisioning', '-enclave', '-storage'].map(
        (end) => `iexec-sim${end}`,
      ),
    ),
  )
  const ran = trace.find(({ name }) => name === 'container-ran')!
  const compute = byId.get(ran.parentSpanId!)!
  expect(compute).toMatchObject({ name: 'compute', service: 'iexec-sim-worker' })
  expect(BigInt(ran.startTimeUnixNano)).toBeGreaterThan(BigInt(compute.startTimeUnixNano))
  expect(BigInt(ran.endTimeUnixNano)).toBeLessThan(BigInt(compute.endTimeUnixNano))
  expect(ran.attributes).toContainEqual({ key: 'iexec.exitCode', value: { intValue: 0 } })

  const broken = traceOf(failed.taskId)
  const ERROR = 2
  expect(broken.find(({ name }) => name === 'compute')!.status).toEqual({
    code: ERROR,
    message: 'APP_COMPUTE_FAILED: The app exited with code 3.',
  })
  expect(broken.find(({ parentSpanId }) => !parentSpanId)!.status.code).toBe(ERROR)
})

it('the standard variables name the collector, its headers and the service', async () => {
  vi.stubEnv('OTEL_EXPORTER_OTLP_ENDPOINT', collector)
  vi.stubEnv('OTEL_EXPORTER_OTLP_HEADERS', 'x-key=mine')
  vi.stubEnv('OTEL_SERVICE_NAME', 'my-tests')
  const sim = await ScenarioNetwork.start()
  const { taskId } = await sim.run({ tag: '', args: 'ok' })
  await sim[Symbol.asyncDispose]()
  expect(posts[0]!.headers['x-key']).toBe('mine')
  expect(new Set(traceOf(taskId).map(({ service }) => service))).toEqual(new Set(['my-tests']))
})

it('a collector that is away is told in the log once, and disturbs no task', async () => {
  const sim = await ScenarioNetwork.start({ otlp: 'http://127.0.0.1:1' })
  expect((await sim.run({ args: 'ok' })).onchain).toBe('COMPLETED')
  expect((await sim.run({ args: 'ok' })).onchain).toBe('COMPLETED')
  await sim.network.close()
  const log = readFileSync(join(sim.dir, 'logs', 'network.log'), 'utf8')
  expect(log.match(/traces could not be exported/g)).toHaveLength(1)
  await sim[Symbol.asyncDispose]()
})

it('an invalid address is refused', async () => {
  const refused = await cli(['up', '--otlp', 'nowhere', '--state', '/tmp/never-made'])
  expect(refused.code).toBe(2)
  expect(refused.stderr).toContain('Invalid --otlp "nowhere"')
})
