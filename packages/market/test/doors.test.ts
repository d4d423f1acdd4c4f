import { type LoginChallenge, loginChallenge, loginChallengeHash } from '@iexec-sim/protocol'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { TestMarket } from './support/market.ts'

const refused = (status: number, error: unknown) => ({ status, body: { ok: false, error } })
const LISTS = ['/apporders', '/datasetorders', '/workerpoolorders', '/requestorders']

let market: TestMarket
beforeAll(async () => {
  market = await TestMarket.start()
})
afterAll(() => market.close())

describe('every route', () => {
  it.each([
    ...LISTS,
    '/deals',
    '/categories',
    '/ohlc',
    '/challenge',
    '/metrics',
    '/deals/0x12',
    '/apporders/0x12',
  ])('%s needs the id of this chain', async (path) => {
    expect(await market.get(path, { chainId: '' })).toEqual(
      refused(400, 'chainId is a required field'),
    )
    for (const chainId of ['1', '0x86', '134.0', 'bellecour'])
      expect(await market.get(path, { chainId })).toEqual(
        refused(400, `chainId ${chainId} is not supported`),
      )
  })

  it('serves its description without a chain id', async () => {
    const version = await (await fetch(`${market.url}/version`)).json()
    expect(version).toEqual({ ok: true, version: '7.1.2' })
    const docs = (await (await fetch(`${market.url}/docs`)).json()) as {
      openapi: string
      paths: object
    }
    expect(docs.openapi).toMatch(/^3\./)
    const paths = Object.keys(docs.paths).map((path) => path.replace(/\{(\w+)\}/, '1'))
    for (const path of paths) expect((await market.get(path)).body.error).not.toBe('Not Found')
    expect(paths).toEqual(expect.arrayContaining(LISTS))
  })

  it('that is unknown, or called with another verb, has an error of the same form', async () => {
    expect(await market.get('/orders')).toEqual(refused(404, 'Not Found'))
    expect(await market.send('POST', '/deals', {}, '')).toEqual(refused(405, 'Method Not Allowed'))
  })

  it('refuses foreign hosts and pages in the same form', async () => {
    const response = await fetch(`${market.url}/version`, {
      headers: { origin: 'https://evil.example' },
    })
    expect({ status: response.status, body: await response.json() }).toEqual(
      refused(403, expect.any(String)),
    )
  })
})

describe('lists', () => {
  it.each(LISTS.slice(0, 2))('%s is of one asset or owner', async (path) => {
    const kind = path.slice(1, -6)
    expect(await market.get(path)).toEqual(refused(400, `${kind} or ${kind}Owner is required`))
    expect(await market.get(path, { [kind]: 'any' })).toMatchObject({ status: 200 })
  })

  it.each([
    [{ pageSize: '9' }, 'pageSize must be greater than or equal to 10'],
    [{ pageSize: '1001' }, 'pageSize must be less than or equal to 1000'],
    [{ pageIndex: '-1' }, 'pageIndex must be greater than or equal to 0'],
    [{ pageIndex: 'two' }, expect.stringContaining('pageIndex must be a `number` type')],
    [{ pageIndex: '9007199254740991' }, 'pageIndex is too large'],
    [{ page: '1.5' }, expect.stringContaining('page must be a `number` type')],
    [{ minVolume: '0' }, 'minVolume must be greater than or equal to 1'],
    [{ category: '1e3' }, expect.stringContaining('category must be a `number` type')],
    [{ minTrust: '-1' }, 'minTrust must be greater than or equal to 0'],
    [{ minTag: 'tee' }, 'minTag tee is not a valid bytes32'],
    [{ maxTag: '0x1' }, 'maxTag 0x1 is not a valid bytes32'],
    [{ app: 'app.eth' }, 'app app.eth is not a valid ethereum address'],
    [{ workerpoolOwner: '0x12' }, 'workerpoolOwner 0x12 is not a valid ethereum address'],
    [{ isAppStrict: 'yes' }, expect.stringContaining('isAppStrict must be a `boolean` type')],
  ])('refuse %j', async (query, error) => {
    expect(await market.get('/workerpoolorders', query as Record<string, string>)).toEqual(
      refused(400, error),
    )
  })

  it('refuse a filter that comes twice', async () => {
    const { address } = market.wallet(1)
    const response = await fetch(
      `${market.url}/apporders?chainId=134&app=${address}&app=${address}`,
    )
    expect(response.status).toBe(400)
  })

  it('of prices need a category', async () => {
    expect(await market.get('/ohlc')).toEqual(refused(400, 'category is a required field'))
    expect(await market.get('/ohlc', { category: '0' })).toEqual({
      status: 200,
      body: { ok: true, ohlc: [] },
    })
  })
})

describe('a missing resource', () => {
  const HASH = `0x${'12'.repeat(32)}`
  it.each([
    [`/apporders/${HASH}`, 'apporder not found'],
    [`/datasetorders/${HASH}`, 'datasetorder not found'],
    [`/workerpoolorders/${HASH}`, 'workerpoolorder not found'],
    ['/requestorders/none', 'requestorder not found'],
    [`/deals/${HASH}`, 'deal not found'],
    ['/categories/999', 'category not found'],
    ['/categories/-1', 'category not found'],
  ])('%s', async (path, error) => expect(await market.get(path)).toEqual(refused(404, error)))
})

describe('bodies', () => {
  it.each([
    ['broken JSON', '{"order":'],
    ['a list', '[]'],
    ['null', 'null'],
    ['nothing', ''],
  ])('are refused when they are %s', async (_what, body) => {
    expect(await market.send('POST', '/apporders', body, market.wallet(0))).toEqual(
      refused(400, expect.any(String)),
    )
    expect(await market.send('PUT', '/apporders', body, market.wallet(0))).toEqual(
      refused(400, expect.any(String)),
    )
  })

  it('are refused when they are not JSON or too large', async () => {
    const headers = {
      'content-type': 'text/xml',
      authorization: await market.authorization(market.wallet(0)),
    }
    const other = await fetch(`${market.url}/apporders?chainId=134`, {
      method: 'POST',
      headers,
      body: '<order/>',
    })
    expect({ status: other.status, body: await other.json() }).toEqual(
      refused(415, expect.any(String)),
    )
    const order = { ...(await market.appOrder()), sign: `0x${'0'.repeat(200_000)}` }
    expect(await market.send('POST', '/apporders', { order }, market.wallet(0))).toEqual(
      refused(413, expect.any(String)),
    )
  })
})

describe('a challenge', () => {
  const publish = async (authorization: string) =>
    market.send('POST', '/apporders', { order: await market.appOrder() }, authorization)
  const challenge = async (address: string) =>
    ((await market.get('/challenge', { address })).body as unknown as { data: LoginChallenge }).data
  const invalid = refused(403, 'invalid authorization')

  it('is an EIP-712 document', async () => {
    const text = expect.stringMatching(/^Sign this message to log into iExec Gateway: [\w-]{20,}$/)
    expect(await challenge(market.wallet(5).address)).toEqual(
      loginChallenge('iExec Gateway', 134, text),
    )
  })

  it('needs an address', async () => {
    expect(await market.get('/challenge')).toEqual(refused(400, 'address is a required field'))
    expect(await market.get('/challenge', { address: '0x12' })).toEqual(
      refused(400, 'address 0x12 is not a valid ethereum address'),
    )
  })

  it('is the same until it is used, and good once', async () => {
    const { address } = market.wallet(0)
    expect(await challenge(address)).toEqual(await challenge(address.toLowerCase()))
    const authorization = await market.authorization(market.wallet(0))
    expect(await publish(authorization)).toMatchObject({ status: 200 })
    expect(await publish(authorization)).toEqual(invalid)
  })

  it('is good once, even in many requests at once', async () => {
    const authorization = await market.authorization(market.wallet(0))
    const answers = await Promise.all([1, 2, 3, 4].map(() => publish(authorization)))
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(1)
  })

  it('is good for five minutes of the network clock', async () => {
    const wallet = market.wallet(0)
    const late = await market.authorization(wallet)
    market.clock.advance(5 * 60_000)
    expect(await publish(late)).toEqual(invalid)
    const early = await market.authorization(wallet)
    market.clock.advance(4 * 60_000)
    expect(await publish(early)).toMatchObject({ status: 200 })
  })

  it('is refused with another wallet, another text or another signature', async () => {
    const wallet = market.wallet(0)
    const [hash, sign, address] = (await market.authorization(wallet)).split('_') as [
      string,
      string,
      string,
    ]
    const stranger = market.wallet(4).address
    const foreign = (await market.authorization(market.wallet(4))).split('_')[1]
    for (const wrong of [
      '',
      'anything',
      `${hash}_${sign}`,
      `${hash}_${sign}_${stranger}`,
      `${hash}_${foreign}_${address}`,
      `${hash}_0x12_${address}`,
      `${hash}__${address}`,
      `0x${'12'.repeat(32)}_${sign}_${address}`,
      `${hash}_${sign}_${address}_`,
      `${hash}_${sign}_0x12`,
    ])
      expect(await publish(wrong), wrong).toEqual(invalid)
    expect(await publish(`${hash}_${sign}_${address}`)).toMatchObject({ status: 200 })
  })

  it('of another service is refused', async () => {
    const wallet = market.wallet(0)
    const data = await challenge(wallet.address)
    const domain = { ...data.domain, name: 'iExec Result Repository' }
    const signature = await wallet.signTypedData(
      domain,
      { Challenge: data.types.Challenge },
      data.message,
    )
    const hash = loginChallengeHash({ ...data, domain })
    expect(await publish(`${hash}_${signature}_${wallet.address}`)).toEqual(invalid)
  })
})

describe('a rate limit', () => {
  it('refuses requests beyond it until its period is over', async () => {
    const limited = await TestMarket.start({ rateLimit: { max: 3, windowMs: 60_000 } })
    try {
      for (let i = 0; i < 3; i += 1)
        expect(await limited.get('/metrics')).toMatchObject({ status: 200 })
      expect(await limited.get('/metrics')).toEqual(refused(429, 'Rate limit exceeded'))
      expect(await limited.get('/nothing')).toMatchObject({ status: 404 })
      limited.clock.advance(60_000)
      expect(await limited.get('/metrics')).toMatchObject({ status: 200 })
    } finally {
      await limited.close()
    }
  })

  it('exempts allowed pages, and the machine itself on an IPv6 listener', async () => {
    const rateLimit = { max: 1, windowMs: 60_000 }
    const limited = await TestMarket.start({
      rateLimit,
      allowedOrigins: ['https://market.iex.ec', 'https://iex.ec.evil'],
    })
    try {
      const as = async (origin: string) =>
        (await fetch(`${limited.url}/version`, { headers: { origin } })).status
      for (let i = 0; i < 3; i += 1) expect(await as('https://market.iex.ec')).toBe(200)
      expect([await as('https://iex.ec.evil'), await as('https://iex.ec.evil')]).toEqual([200, 429])
      await limited.shut()
      await limited.open({ rateLimit, host: '::' })
      const url = `http://127.0.0.1:${limited.door.port}/version`
      for (let i = 0; i < 3; i += 1) expect((await fetch(url)).status).toBe(200)
    } finally {
      await limited.close()
    }
  })
})
