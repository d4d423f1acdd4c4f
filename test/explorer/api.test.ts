import { Validator } from '@seriousme/openapi-schema-validator'
import { Ajv2020 } from 'ajv/dist/2020.js'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { Explorer } from './support/explorer.ts'

interface Operation {
  parameters: { name: string; in: 'path' | 'query'; required: boolean }[]
  responses: { 200: { content?: { 'application/json': { schema: object } } } }
}
interface Document {
  paths: Record<string, { get?: Operation }>
}

let explorer: Explorer
let document: Document
beforeAll(async () => {
  explorer = await Explorer.start()
  document = (await read('/api/openapi.json')) as Document
})
afterAll(() => explorer[Symbol.asyncDispose]())

async function read(path: string, headers: Record<string, string> = {}): Promise<unknown> {
  const answer = await fetch(explorer.url + path, { headers })
  if (!answer.ok) throw new Error(`${path}: ${answer.status} ${await answer.text()}`)
  return answer.json()
}

/** Headers of a session. */
async function openSession(): Promise<Record<string, string>> {
  const ticket = new URL(await explorer.link()).hash.replace('#ticket=', '')
  const answer = await fetch(`${explorer.url}/api/session`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', origin: explorer.url },
    body: JSON.stringify({ ticket }),
  })
  const { key } = (await answer.json()) as { key: string }
  const cookie = answer.headers.get('set-cookie')!.split(';')[0]!
  return { cookie, 'x-explorer-key': key, origin: explorer.url }
}

/** Values of parameters after a task that used a secret; those of a path in particular come first. */
async function valuesOfTask(): Promise<Record<string, string>> {
  const { requester } = explorer.sim
  await requester.sms('scone').pushRequesterSecret(requester.wallet as never, 'api-key', 'value')
  const { taskId } = await explorer.run({ args: 'ok', secrets: { 1: 'api-key' } })
  const task = (await read(`/api/tasks/${taskId}`)) as Record<'dealId' | 'app' | 'image', string>
  const first = async (list: string) =>
    ((await read(`/api/${list}`)) as { items: Record<'address' | 'hash', string>[] }).items[0]!
  return {
    taskId,
    '/api/blocks/{id}': '1',
    '/api/deals/{id}': task.dealId,
    '/api/apps/{address}': task.app,
    '/api/datasets/{address}': (await first('datasets')).address,
    '/api/workerpools/{address}': explorer.network.sheet.workerpool.address,
    address: requester.address,
    hash: (await first(`wallets/${requester.address}/transactions`)).hash,
    kind: 'app',
    q: taskId,
    ...{ image: task.image, a: task.image, b: task.image },
    ...{ framework: 'scone', family: 'requester', owner: requester.address, name: 'api-key' },
  }
}

it('the API describes itself in a valid document', async () => {
  const { errors } = await new Validator().validate({ ...document })
  expect(errors ?? []).toEqual([])
})

it('answers are what the document says', async () => {
  const values = await valuesOfTask()
  const session = await openSession()
  const ajv = new Ajv2020({ strict: false })
  const wrong: string[] = []
  let checked = 0
  for (const [template, { get }] of Object.entries(document.paths)) {
    const schema = get?.responses[200].content?.['application/json'].schema
    if (!get || !schema) continue
    const given = (name: string) => {
      const particular = Object.keys(values).find(
        (key) => key.startsWith('/') && key.endsWith(`{${name}}`) && template.startsWith(key),
      )
      const value = values[particular ?? name]
      if (value === undefined) throw new Error(`${template} needs a value of ${name}`)
      return encodeURIComponent(value)
    }
    const path = template.replaceAll(/\{(\w+)\}/g, (_, name) => given(name))
    const query = get.parameters
      .filter((parameter) => parameter.in === 'query' && parameter.required)
      .map(({ name }) => `${name}=${given(name)}`)
    const answer = await read(`${path}?${query.join('&')}`, session)
    checked += 1
    if (!ajv.validate(schema, answer)) wrong.push(`${template}: ${ajv.errorsText()}`)
  }
  expect(wrong).toEqual([])
  expect(checked).toBeGreaterThan(30)
})
