// cspell:ignore taskz dealz frist sise timestmap
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { TestGraph } from './support/graph.ts'

let graph: TestGraph
beforeAll(async () => {
  graph = await TestGraph.start()
  await graph.prepare()
  await graph.match()
  await graph.protect('data', { email: 'string' })
})
afterAll(() => graph.close())

const DEALS = '{ deals { id } }'
const DATA = '{ protectedDatas { name } }'
const TYPE = '{ voucher(id: "0x") { id } }'

describe('a path leads to a subgraph', () => {
  it.each([
    ['/', DEALS, 'deals'],
    ['/', DATA, 'protectedDatas'],
    ['/', TYPE, 'voucher'],
    ['/subgraphs/name/poco-v5', DEALS, 'deals'],
    ['/subgraphs/name/bellecour/poco-v5', DEALS, 'deals'],
    ['/api/subgraphs/id/2GCj8gzLCihsiEDq8cYvC5nUgK6VfwZ6hm3Wj8A3kcxz', DEALS, 'deals'],
    ['/api/subgraphs/id/B1comLe9SANBLrjdnoNTJSubbeC7cY7EoNu6zD82HeKy', DEALS, 'deals'],
    ['/subgraphs/name/bellecour/dataprotector-v2', DATA, 'protectedDatas'],
    ['/api/subgraphs/id/5YjRPLtjS6GH6bB4yY55Qg4HzwtRGQ8TaHtGf9UBWWd', DATA, 'protectedDatas'],
    ['/api/subgraphs/id/Ep5zs5zVr4tDiVuQJepUu51e5eWYJpka624X4DMBxe3u', DATA, 'protectedDatas'],
    ['/subgraphs/name/bellecour/iexec-voucher', TYPE, 'voucher'],
  ])('%s answers %s', async (path, query, field) => {
    const response = await graph.post({ query }, path)
    expect([response.status, await response.json()]).toEqual([
      200,
      { data: { [field]: field === 'voucher' ? null : [expect.anything()] } },
    ])
  })

  it('another name is told, with those that are there', async () => {
    const response = await graph.post({ query: DEALS }, '/subgraphs/name/bellecour/poco-v4')
    expect([response.status, await response.json()]).toEqual([
      404,
      {
        errors: [
          {
            message: `Unknown subgraph "poco-v4". This network has poco-v5, poco, dataprotector-v2, dataprotector, iexec-voucher.`,
          },
        ],
      },
    ])
  })
})

describe('the newest block', () => {
  it('is told, and a question may name it', async () => {
    const number = await graph.hub.blockNumber()
    const { _meta } = await graph.data('{ _meta { block { number hash } hasIndexingErrors } }')
    expect(_meta).toMatchObject({ block: { number }, hasIndexingErrors: false })
    const { hash } = _meta.block
    for (const block of [{ number }, { hash }, { number_gte: number }])
      expect(
        await graph.data('query ($block: Block_height) { deals(block: $block) { id } }', { block }),
      ).toEqual({ deals: [expect.anything()] })
  })

  it('is the only one that can be asked for', async () => {
    const number = await graph.hub.blockNumber()
    for (const block of [`number: ${number - 1}`, `number_gte: ${number + 1}`, 'hash: "0x12"'])
      expect(await graph.ask(`{ deals(block: { ${block} }) { id } }`)).toMatchObject({
        errors: [{ message: expect.stringContaining(`the index is of block ${number} alone`) }],
      })
  })
})

describe('a question that is wrong', () => {
  const LONG = 'x'.repeat(300_000)
  const deep = (levels: number) =>
    `{ deals { ${'tasks { deal { '.repeat(levels)}id${' } }'.repeat(levels)} } }`
  const nested = (levels: number): object => (levels === 0 ? {} : { and: [nested(levels - 1)] })
  const many = { or: Array.from({ length: 300 }, (_, i) => ({ botSize: i })) }

  it.each<[what: string, query: string, variables: object, sentence: RegExp]>([
    ['an unknown field', '{ deal(id: "0x") { taskz { id } } }', {}, /Did you mean "tasks"/],
    ['an unknown query', '{ dealz { id } }', {}, /Did you mean .*"deals"/],
    ['an unknown argument', '{ deals(frist: 1) { id } }', {}, /Did you mean "first"/],
    ['an unknown filter', '{ deals(where: { botSise: 1 }) { id } }', {}, /Did you mean "botSize/],
    [
      'an unknown filter of a variable',
      'query ($w: Deal_filter) { deals(where: $w) { id } }',
      { w: { requestor: '0x' } },
      /Did you mean "requester/,
    ],
    ['an unknown order', '{ deals(orderBy: timestmap) { id } }', {}, /Did you mean .*"timestamp"/],
    [
      'an unknown status',
      '{ tasks(where: { status: "DONE" }) { id } }',
      {},
      /"DONE" does not exist/,
    ],
    ['too many rows', '{ deals(first: 1001) { id } }', {}, /between 0 and 1000, but is 1001/],
    ['fewer rows than none', '{ deals(first: -1) { id } }', {}, /between 0 and 1000, but is -1/],
    ['a skip below 0', '{ deals(skip: -1) { id } }', {}, /`skip` argument must be between 0/],
    [
      'no number',
      '{ deals(where: { botSize_gt: "1; DROP" }) { id } }',
      {},
      /Invalid botSize "1; DROP"/,
    ],
    ['no bytes', '{ deals(where: { tag: "0xz" }) { id } }', {}, /Invalid tag "0xz"/],
    ['null to compare', '{ deals(where: { botSize_gt: null }) { id } }', {}, /takes no null/],
    [
      'filters within filters of another entity',
      '{ deals(where: { tasks_: { deal_: { id: "0x" } } }) { id } }',
      {},
      /deal_ is within another/,
    ],
    [
      'filters that nest',
      'query ($w: Deal_filter) { deals(where: $w) { id } }',
      { w: nested(11) },
      /at most 10 levels/,
    ],
    [
      'too many comparisons',
      'query ($w: Deal_filter) { deals(where: $w) { id } }',
      { w: many },
      /at most 200 comparisons/,
    ],
    ['levels', deep(15), {}, /at most 20 levels/],
    ['values that nest', `{ deals(where: { and: ${'['.repeat(2_400)} }) { id } }`, {}, /20 levels/],
    ['too many words', `{ ${'deals { id } '.repeat(2_000)} }`, {}, /more than 5000 tokens/],
    ['nothing', '', {}, /Syntax Error/],
    ['half a query', '{ deals {', {}, /Syntax Error/],
    [
      'a loop',
      '{ deals { ...a } } fragment a on Deal { tasks { deal { ...a } } }',
      {},
      /within itself/,
    ],
    ['a mutation', 'mutation { deals { id } }', {}, /mutation/],
  ])('by %s is told why, and changes nothing', async (_, query, variables, sentence) => {
    const before = await graph.data('{ deals { id } apps { id } accounts { id } }')
    const response = await graph.post({ query, variables })
    const { data, errors } = (await response.json()) as { data?: unknown; errors: unknown[] }
    expect([response.status, data ?? null]).toEqual([200, null])
    expect(errors[0]).toMatchObject({ message: expect.stringMatching(sentence) })
    expect(await graph.data('{ deals { id } apps { id } accounts { id } }')).toEqual(before)
  })

  it('has the place of the flaw, as a Graph Node tells it', async () => {
    expect((await graph.ask('{ deals { idd } }')).errors).toEqual([
      {
        message: 'Cannot query field "idd" on type "Deal". Did you mean "id"?',
        locations: [{ line: 1, column: 11 }],
      },
    ])
  })

  it('is bounded by the entities that it reads', async () => {
    const lists = Array.from({ length: 400 }, (_, i) => `d${i}: categories(first: 1000) { ...a }`)
    const rows = `fragment a on Category { deals { category { deals { category { deals { id } } } } } }`
    for (let i = 0; i < 20; i++) await graph.match()
    const { errors } = await graph.ask(`{ ${lists.join(' ')} } ${rows}`)
    expect(errors![0]!.message).toMatch(/reads at most 100000 entities|at most 3 seconds/)
  })

  it('is refused without a query, or beyond its size', async () => {
    expect((await graph.post({ variables: {} })).status).toBe(400)
    expect((await graph.post({ query: LONG })).status).toBe(413)
  })
})

it('the schema can be asked for, as tools do', async () => {
  const { getIntrospectionQuery, buildClientSchema } = await import('graphql')
  for (const path of ['poco-v5', 'dataprotector-v2']) {
    const response = await graph.post(
      { query: getIntrospectionQuery() },
      `/subgraphs/name/bellecour/${path}`,
    )
    const { data } = (await response.json()) as { data: never }
    expect(buildClientSchema(data).getQueryType()!.getFields()).toHaveProperty('_meta')
  }
})
