import type { AddressSheet } from '@iexec-sim/client'
import type { TeeFramework } from '@iexec-sim/protocol'
import { Contract, JsonRpcProvider, Wallet } from 'ethers'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { bothChains, CHAINS } from './support/chains.ts'
import { answerChallenge, withdraw } from './support/market-http.ts'
import { ClientProject } from './support/project.ts'
import { SdkActor } from './support/sdk-actor.ts'
import { clockAhead, timeTravel } from './support/time-travel.ts'

const NOTHING = '0x0000000000000000000000000000000000000001'
const NO_HASH = `0x${'00'.repeat(31)}aa`
/** nRLC of a task. Its workerpool puts 30 at stake. */
const PRICE = 100
const network = bothChains()

describe.each(CHAINS)('client $major on $profile', ({ major, profile, tee }) => {
  const wallet = new Wallet(Wallet.createRandom().privateKey)
  let sheet: AddressSheet
  let project: ClientProject
  const assets: Record<string, string> = {}

  beforeAll(async () => {
    sheet = network.sheets.find((known) => known.profile === profile)!
    project = await new ClientProject(network, major).init({ tee, wallet: wallet.privateKey })
    await network.json(['faucet', project.address, '--rlc', '10', '--profile', profile])
    for (const kind of ['app', 'workerpool']) {
      await project.ok(kind, 'init')
      assets[kind] = (await project.ok(kind, 'deploy')).address as string
    }
  })
  afterAll(() => project[Symbol.dispose]())

  /** Output of commands for several orders about those that failed. */
  const refused = async (...args: string[]): Promise<unknown> => (await project.run(args)).fail
  const hashes: Record<string, string> = {}

  describe('orders', () => {
    it('are described before they are signed', async () => {
      expect(await refused('order', 'sign', '--app')).toEqual([
        'apporder: Missing apporder. You probably forgot to run "iexec order init --app"',
      ])
      const { app, workerpool } = assets
      expect(await project.ok('order', 'init')).toMatchObject({
        apporder: { app },
        workerpoolorder: { workerpool },
      })
      project.edit('iexec.json', ({ order }) => {
        order.workerpoolorder.workerpoolprice = PRICE
        Object.assign(order.requestorder, { app, workerpool, workerpoolmaxprice: PRICE })
      })
    })

    it('are signed', async () => {
      const signed = await project.ok('order', 'sign', '--app', '--workerpool', '--request')
      const sign = expect.stringMatching(/^0x[0-9a-f]{130}$/)
      const tag = `0x${major === 9 ? '09'.padStart(64, '0') : ''.padStart(64, '0')}`
      expect(signed).toMatchObject({
        apporder: { sign, tag },
        workerpoolorder: { sign },
        requestorder: { sign },
      })
    })

    it('of a missing asset are not signed', async () => {
      expect(await refused('order', 'sign', '--dataset')).toEqual([
        `datasetorder: No dataset deployed at address ${'0x'.padEnd(42, '0')}`,
      ])
    })

    it('of another owner’s app are not signed', async () => {
      const other = new SdkActor(network, sheet, major, undefined)
      const order = await other.sdk.order.createApporder({ app: assets.app!, appprice: 0 })
      await expect(other.sdk.order.signApporder(order)).rejects.toThrow(
        'Invalid order signer, must be the resource owner',
      )
    })

    it('need the stake they put at risk', async () => {
      expect(await refused('order', 'publish', '--workerpool', '--force')).toEqual([
        "workerpoolorder: API error: workerpool owner's stake is too low to cover required workerpool lock",
      ])
      expect(await project.fails('order', 'fill', '--force')).toMatch(
        /^workerpool required stake \(30\) is greater than workerpool owner's account stake \(0\)/,
      )
      await project.ok('account', 'deposit', '50')
      expect(await project.fails('order', 'fill', '--force')).toMatch(
        /^Cost per task \(100\) is greater than requester account stake \(50\)/,
      )
      await project.ok('account', 'deposit', '950')
    })

    it('are published once', async () => {
      const published = await project.ok('order', 'publish', '--app', '--workerpool', '--force')
      Object.assign(published, await project.ok('order', 'publish', '--request', '--force'))
      for (const kind of ['app', 'workerpool', 'request'])
        hashes[kind] = (published[`${kind}order`] as { orderHash: string }).orderHash
      expect(await refused('order', 'publish', '--app', '--force')).toEqual([
        'apporder: API error: order already published',
      ])
    })

    it('are shown while they are open', async () => {
      const shown = await project.ok(
        'order',
        'show',
        '--app',
        '--request',
        hashes.request!,
        '--deals',
      )
      const open = { status: 'open', signer: project.address, deals: { count: 0 } }
      expect(shown).toMatchObject({
        apporder: { orderHash: hashes.app, ...open },
        requestorder: open,
      })
    })

    it('that are not published are not shown', async () => {
      expect(await refused('order', 'show', '--app', NO_HASH)).toEqual([
        'apporder: API error: apporder not found',
      ])
      expect(await project.fails('order', 'show')).toMatch(/^No option specified/)
    })
  })

  describe('order books', () => {
    it('list offers and requests', async () => {
      const books = await Promise.all([
        project.ok('orderbook', 'app', assets.app!),
        project.ok('orderbook', 'workerpool', assets.workerpool!, '--category', '0'),
        project.ok('orderbook', 'requester', project.address, '--workerpool', assets.workerpool!),
      ])
      expect(books).toMatchObject([
        { count: 1, appOrders: [{ orderHash: hashes.app, price: 0 }] },
        {
          count: 1,
          workerpoolOrders: [{ orderHash: hashes.workerpool, price: PRICE, remaining: 1 }],
        },
        { count: 1, requestOrders: [{ orderHash: hashes.request, price: PRICE }] },
      ])
    })

    it('hide orders for others and of other kinds', async () => {
      const tag = `tee,${major === 9 ? 'tdx' : 'gramine'}`
      const books = await Promise.all([
        project.ok('orderbook', 'requester', project.address),
        project.ok('orderbook', 'dataset', NOTHING),
        project.ok('orderbook', 'workerpool', '--category', '0', '--tag', tag),
        project.ok('orderbook', 'app', assets.app!, '--require-tag', 'gpu'),
      ])
      expect(books).toMatchObject([
        { requestOrders: [] },
        { datasetOrders: [] },
        {
          workerpoolOrders: expect.arrayContaining([
            expect.objectContaining({ workerpool: sheet.workerpool.address }),
          ]),
        },
        { appOrders: [] },
      ])
    })

    it('are filtered by address and tag', async () => {
      const mistakes = [
        ['app', 'nothing'],
        ['dataset', 'nothing'],
        ['requester', 'nothing'],
        ['workerpool', '--tag', 'fast'],
      ].map((args) => project.fails('orderbook', ...args))
      expect(await Promise.all(mistakes)).toEqual([
        ...Array(3).fill('nothing is not a valid ethereum address'),
        'fast is not a valid tag. Unknown tag fast',
      ])
    })
  })

  let dealid: string
  describe('orders that are matched', () => {
    it('make a deal', async () => {
      const hash = Object.entries(hashes).flatMap(([kind, value]) => [`--${kind}`, value])
      const filled = await project.ok('order', 'fill', ...hash, '--force')
      expect(filled).toMatchObject({ volume: '1' })
      dealid = filled.dealid as string
      const price = String(PRICE)
      expect(await project.ok('deal', 'show', dealid)).toMatchObject({
        deal: {
          workerpool: { pointer: assets.workerpool, price },
          requester: project.address,
          deadlineReached: false,
        },
      })
      expect(await project.ok('account', 'show')).toMatchObject({
        balance: { stake: '870', locked: '130' },
      })
    })

    it('are shown with their deals', async () => {
      const { workerpoolorder } = await project.ok('order', 'show', '--workerpool', '--deals')
      expect(workerpoolorder).toMatchObject({
        status: 'filled',
        remaining: 0,
        deals: { count: 1, lastDeals: [{ dealid, requestorderHash: hashes.request }] },
      })
    })

    it('are not matched or published again', async () => {
      expect(await project.fails('order', 'fill', '--force')).toMatch(/order is fully consumed$/)
      expect(await refused('order', 'publish', '--request', '--force')).toEqual([
        'requestorder: API error: order already published',
      ])
      expect(await project.fails('order', 'fill', '--workerpool', NO_HASH, '--force')).toBe(
        'API error: workerpoolorder not found',
      )
    })

    it('are not published after an off-market match', async () => {
      await project.ok('order', 'sign', '--workerpool')
      await project.ok('order', 'fill', '--params', '{"iexec_args":"once more"}', '--force')
      expect(await refused('order', 'publish', '--workerpool', '--force')).toEqual([
        'workerpoolorder: API error: order already consumed',
      ])
    })

    it('that do not exist have no deal to show', async () => {
      expect(await project.fails('deal', 'show', NO_HASH)).toMatch(/^No deal found for id/)
    })
  })

  describe('orders that are withdrawn', () => {
    it('are withdrawn from the market by their signer', async () => {
      await project.ok('order', 'sign', '--app')
      const { apporder } = await project.ok('order', 'publish', '--app', '--force')
      expect(await project.ok('order', 'unpublish', '--app', '--force')).toMatchObject({ apporder })
      expect(await refused('order', 'unpublish', '--app', hashes.workerpool!, '--force')).toEqual([
        `apporder: API error: apporder with orderHash ${hashes.workerpool} is not published`,
      ])
    })

    it('are cancelled for good', async () => {
      await project.ok('order', 'publish', '--app', '--force')
      await project.ok('order', 'cancel', '--app', '--force')
      expect(await project.ok('order', 'show', '--app')).toMatchObject({
        apporder: { status: 'canceled' },
      })
      expect(await refused('order', 'cancel', '--app', '--force')).toEqual([
        'apporder: apporder already canceled',
      ])
      expect(await refused('order', 'cancel', '--dataset', '--force')).toEqual([
        expect.stringMatching(/^datasetorder: Missing signed datasetorder/),
      ])
    })
  })

  describe('requests', () => {
    it('of a run need an offer of the app', async () => {
      const request = ['app', 'request-execution', assets.app!, '--force']
      await project.ok('app', 'unpublish', '--all', '--force')
      expect(await project.fails(...request)).toMatch(
        /^API error: No (tee enabled )?apporder published for app/,
      )
      await project.ok('app', 'publish', '--price', '7', '--force')
      expect(await project.fails(...request)).toBe(
        `API error: appmaxprice for app ${assets.app} is too low, actual best price is 7 nRLC`,
      )
      const { orderHash } = await project.ok(...request, '--app-price', '7')
      expect(await project.ok('orderbook', 'requester', project.address)).toMatchObject({
        requestOrders: [{ orderHash, app: assets.app }],
      })
    })

    it('of a run need an app and money', async () => {
      expect(await project.fails('app', 'request-execution', NOTHING, '--force')).toBe(
        `No app deployed at address ${NOTHING}`,
      )
      expect(
        await project.fails(
          'app',
          'request-execution',
          assets.app!,
          '--app-price',
          '5',
          'RLC',
          '--force',
        ),
      ).toMatch(/^Not enough RLC on your account \(5.0 RLC required\)/)
    })

    it('of a run go to an existing workerpool', async () => {
      expect(await project.fails('app', 'run', '--workerpool', NOTHING, '--force')).toBe(
        `No workerpool deployed at address ${NOTHING}`,
      )
    })
  })

  describe('the market', () => {
    const orders = async () => {
      const [owner, other] = [wallet.privateKey, undefined].map(
        (key) => new SdkActor(network, sheet, major, undefined, key),
      )
      return {
        owner: owner!,
        other: other!,
        order: (await owner!.appOrder(assets.app!)) as { appprice: number },
      }
    }

    it('accepts an order from its signer alone, and only unchanged', async () => {
      const { owner, other, order } = await orders()
      await expect(other.sdk.order.publishApporder(order as never)).rejects.toThrow(
        `API error: only order signer ${owner.address} can publish an order`,
      )
      await expect(
        owner.sdk.order.publishApporder({ ...order, appprice: 1 } as never),
      ).rejects.toThrow('API error: invalid sign')
    })

    it('accepts a signed challenge once', async () => {
      const authorization = await answerChallenge(sheet, wallet)
      const attempt = () =>
        withdraw(sheet, '/datasetorders', authorization, {
          target: 'unpublish_all',
          dataset: NOTHING,
        })
      expect(await attempt()).toEqual([
        403,
        {
          ok: false,
          error: `no open datasetorder published by signer ${wallet.address} for dataset ${NOTHING}`,
        },
      ])
      expect(await attempt()).toEqual([403, { ok: false, error: 'invalid authorization' }])
    })
  })

  describe('a chain.json', () => {
    const misled = async (key: string, value: string, ...args: string[]) => {
      const entry = major === 8 ? 'bellecour' : 'arbitrum-sepolia-testnet'
      let right: string
      const put = (to: () => string) =>
        project.edit('chain.json', ({ chains }) => {
          right ??= chains[entry][key]
          chains[entry][key] = to()
        })
      put(() => value)
      const error = await project.fails(...args)
      put(() => right)
      return error
    }

    it('with the id of another chain is refused by the market', async () => {
      expect(await misled('id', '42161', 'app', 'publish', assets.app!, '--force')).toBe(
        'API error: chainId 42161 is not supported',
      )
    })

    it('with an address that is not a hub is refused', async () => {
      expect(await misled('hub', NOTHING, 'app', 'count')).toMatch(
        /^could not decode result data \(value="0x", info={ "method": "appregistry"/,
      )
    })
  })

  describe('an app that cannot run', () => {
    const framework = (tee ?? 'tdx') as TeeFramework
    let actor: SdkActor
    beforeAll(() => {
      actor = new SdkActor(network, sheet, major, framework, wallet.privateKey)
    })

    const deploy = async (fields: Record<string, unknown>): Promise<string> => {
      const app = {
        owner: wallet.address,
        name: `broken-${fields.multiaddr}`,
        type: 'DOCKER',
        ...fields,
      }
      return (await actor.sdk.app.deployApp(app as never)).address
    }

    /** Has an app run; what the command line knows of its task once the pool gave up. */
    const failedTask = async (app: string) => {
      const args = [
        '--tag',
        `tee,${framework}`,
        '--workerpool',
        sheet.workerpool.address,
        '--force',
      ]
      const { deals } = await project.ok('app', 'run', app, ...args)
      const outcome = await actor.outcome((deals as [{ dealid: string }])[0].dealid, 1)
      const { taskid } = outcome.tasks[0]!
      const [show, debug] = await Promise.all([
        project.ok('task', 'show', taskid),
        project.ok('task', 'debug', taskid),
      ])
      return { show, debug }
    }

    /** State on chain and at the pool of a task that failed on every worker. */
    const failedWith = (status: string, cause: string) => ({
      show: { task: { statusName: 'ACTIVE' }, claimable: false },
      debug: {
        offchainData: {
          task: { status: 'FAILED' },
          replicates: [
            {
              status: 'ABORTED',
              statusHistory: expect.arrayContaining([expect.objectContaining({ status, cause })]),
            },
            {},
          ],
        },
      },
    })

    it('as its image does not exist fails at the download of the image', async () => {
      const config = {
        framework: 'SCONE',
        version: 'v5',
        entrypoint: 'app',
        heapSize: 1,
        fingerprint: 'ab'.repeat(32),
      }
      const app = await deploy({
        multiaddr: 'iexec-sim-test/no-such-image:1',
        checksum: `0x${'11'.repeat(32)}`,
        ...(framework === 'scone' ? { mrenclave: config } : {}),
      })
      expect(await failedTask(app)).toMatchObject(
        failedWith('APP_DOWNLOAD_FAILED', 'POST_COMPUTE_FAILED_UNKNOWN_ISSUE'),
      )
    })

    it('as its image changed since its deployment fails before it starts', async () => {
      const { app } = await actor.sdk.app.showApp(await actor.deployScenario())
      const {
        appMultiaddr: multiaddr,
        appChecksum: checksum,
        appMREnclave,
      } = app as unknown as Record<string, string>
      const other = appMREnclave
        ? { checksum, mrenclave: { ...JSON.parse(appMREnclave), fingerprint: 'ab'.repeat(32) } }
        : { checksum: `0x${'ab'.repeat(32)}` }
      const { show, debug } = await failedTask(await deploy({ multiaddr, ...other }))
      expect({ show, debug }).toMatchObject(failedWith('COMPUTE_FAILED', 'APP_COMPUTE_FAILED'))
      expect(debug).toMatchObject({
        offchainData: { replicates: [{ exitCode: -1 }, { exitCode: -1 }] },
      })
    })
  })

  describe('deals and tasks that are not finished', () => {
    let taskid: string
    const HOUR = 3600
    const later = clockAhead(HOUR)

    it('are not claimed before their time', async () => {
      const { deals } = await project.ok('app', 'run', '--workerpool', 'deployed', '--force')
      const [deal] = deals as [{ dealid: string }]
      const shown = await project.ok('deal', 'show', deal.dealid)
      ;[taskid] = (shown.deal as { tasks: [string] }).tasks
      await initialize(sheet, wallet, deal.dealid)
      expect(await project.fails('deal', 'claim', dealid)).toMatch(
        /^Cannot claim a deal before reaching the final time/,
      )
      expect(await project.fails('task', 'claim', taskid)).toMatch(
        /^Cannot claim a task before reaching the consensus deadline date/,
      )
      expect(await project.fails('task', 'claim', NO_HASH)).toMatch(/^No task found for id/)
    })

    it('are claimed after their time, and the money comes back', async () => {
      await timeTravel(sheet, HOUR)
      expect(await project.fails('deal', 'claim', dealid)).toMatch(/^Cannot claim a deal/)
      expect(await project.ok('account', 'show')).toMatchObject({ balance: { locked: '260' } })
      const claim = await project.run(['deal', 'claim', dealid], later)
      expect(claim).toMatchObject({ ok: true, transactions: [{ type: 'initializeAndClaimArray' }] })
      expect(await project.ok('account', 'show')).toMatchObject({ balance: { locked: '130' } })
      expect(await project.run(['task', 'claim', taskid], later)).toMatchObject({ ok: true })
      expect(await project.ok('task', 'show', taskid)).toMatchObject({
        task: { statusName: 'FAILED' },
      })
    })

    it('are not claimed twice', async () => {
      expect(await project.run(['deal', 'claim', dealid], later)).toMatchObject({
        error: { message: 'Nothing to claim' },
      })
      expect(await project.fails('task', 'claim', taskid)).toBe(
        'Cannot claim a task having status FAILED',
      )
    })
  })
})

/** Opens the first task of a deal, as a scheduler does. */
async function initialize(
  { rpc, hub }: AddressSheet,
  wallet: Wallet,
  dealid: string,
): Promise<void> {
  const signer = wallet.connect(new JsonRpcProvider(rpc, undefined, { pollingInterval: 50 }))
  const contract = new Contract(
    hub,
    ['function initialize(bytes32 dealid, uint256 index) returns (bytes32)'],
    signer,
  )
  await (await contract.getFunction('initialize')(dealid, 0)).wait()
}
