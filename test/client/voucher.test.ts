import { voucherHubAbi } from '@iexec-sim/contracts'
import { bellecour } from '@iexec-sim/protocol'
import { Contract, JsonRpcProvider, type TransactionResponse, Wallet } from 'ethers'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { OfflineNetwork } from './support/offline-network.ts'
import { ClientProject } from './support/project.ts'
import { SdkActor } from './support/sdk-actor.ts'
import { timeTravel } from './support/time-travel.ts'

const majors = (process.env.IEXEC_SIM_SDK ?? '8').split(',')
/**
 * Type of voucher every network begins with: it pays for the network's workerpool, and lasts 30
 * days.
 */
const TYPE = 0
const DURATION = 30 * 86_400
/** nRLC */
const CREDIT = 1000
/** nRLC that the developer of the app takes for a run. */
const PRICE = 100
const voucherHub = bellecour.voucherHub!

// The later client knows no vouchers.
describe.runIf(majors.includes('8'))('vouchers with client 8', () => {
  let network: OfflineNetwork
  let owner: ClientProject
  let friend: ClientProject
  let developer: SdkActor
  let app: string
  let voucher: string
  beforeAll(async () => {
    network = new OfflineNetwork()
    await network.up()
    ;[owner, friend] = await Promise.all([
      new ClientProject(network, 8).init(),
      new ClientProject(network, 8).init(),
    ])
    developer = new SdkActor(network, network.sheet, 8, undefined)
    app = await developer.deployScenario()
    const { order } = developer.sdk
    await order.publishApporder((await developer.appOrder(app, { appprice: PRICE })) as never)
  })
  afterAll(async () => {
    for (const project of [owner, friend]) project?.[Symbol.dispose]()
    await network[Symbol.asyncDispose]()
    expect(network.escapes()).toEqual([])
  })

  const run = (...args: string[]) => [
    'app',
    'run',
    app,
    '--args',
    'ok',
    '--use-voucher',
    '--force',
    ...args,
  ]
  const shown = async () => {
    const { balance, ...voucher } = await owner.ok('voucher', 'show')
    return {
      ...voucher,
      credit: Number.parseInt(balance as string, 16),
      address: voucher.address as string,
    }
  }

  it('do not exist before they are issued', async () => {
    const attempts = [['show'], ['authorize', friend.address], ['revoke', friend.address]]
    const answers = attempts.map((args) => owner.fails('voucher', ...args))
    expect(await Promise.all(answers)).toEqual(
      Array(3).fill(`No Voucher found for address ${owner.address}`),
    )
    expect(await owner.fails(...run())).toBe(
      `No voucher available for the requester ${owner.address}`,
    )
  })

  it('are shown with their balance and eligible assets', async () => {
    await issuer(
      network,
      (hub) => hub.depositFor!(voucherHub, { value: 10n ** 15n }),
      network.sheet.hub,
    )
    await issuer(network, (hub) => hub.createVoucher!(owner.address, TYPE, CREDIT))
    const { address, ...rest } = await shown()
    voucher = address
    expect(rest).toMatchObject({
      owner: owner.address,
      credit: CREDIT,
      sponsoredApps: [],
      sponsoredWorkerpools: [network.sheet.workerpool.address],
      authorizedAccounts: [],
    })
  })

  it('leave the rest of the price to the requester', async () => {
    expect(await owner.fails(...run())).toBe(
      `Orders can't be matched. Please approve an additional ${PRICE} for voucher usage.`,
    )
  })

  it('pay for a run', async () => {
    await issuer(network, (hub) => hub.addEligibleAsset!(TYPE, app))
    const { deals } = await owner.ok(...run())
    const [{ dealid }] = deals as [{ dealid: string }]
    expect(await owner.ok('deal', 'show', dealid)).toMatchObject({
      deal: { sponsor: voucher, requester: owner.address, app: { price: String(PRICE) } },
    })
    expect(await shown()).toMatchObject({ credit: CREDIT - PRICE, sponsoredApps: [app] })
    const { tasks } = await developer.outcome(dealid, 1)
    expect(tasks).toMatchObject([{ files: { 'result.txt': 'hello' } }])
    expect(await owner.ok('task', 'show', tasks[0]!.taskid)).toMatchObject({
      task: { statusName: 'COMPLETED' },
    })
    expect(String((await developer.sdk.account.checkBalance(developer.address)).stake)).toBe(
      String(PRICE),
    )
  })

  it('pay for accounts that their owner authorized', async () => {
    const withVoucher = run('--voucher-address', voucher)
    expect(await friend.fails(...withVoucher)).toBe('User is not authorized to use the voucher')
    await owner.ok('voucher', 'authorize', friend.address)
    expect(await owner.fails('voucher', 'authorize', friend.address)).toBe(
      `${friend.address} is already authorized`,
    )
    expect(await friend.ok(...withVoucher)).toMatchObject({ deals: [{ volume: '1' }] })
    expect(await shown()).toMatchObject({
      credit: CREDIT - 2 * PRICE,
      authorizedAccounts: [friend.address],
    })
  })

  it('no longer pay for accounts whose authorization was revoked', async () => {
    await owner.ok('voucher', 'revoke', friend.address)
    expect(await owner.fails('voucher', 'revoke', friend.address)).toBe(
      `${friend.address} is not authorized`,
    )
    expect(await friend.fails(...run('--voucher-address', voucher))).toBe(
      'User is not authorized to use the voucher',
    )
    expect(await shown()).toMatchObject({ authorizedAccounts: [] })
  })

  it('are not confused with other contracts', async () => {
    expect(await friend.fails(...run('--voucher-address', app))).toBe(
      'Invalid voucher contract address',
    )
    expect(await friend.fails('voucher', 'show')).toBe(
      `No Voucher found for address ${friend.address}`,
    )
    expect(await friend.ok('voucher', 'show', '--user', owner.address)).toMatchObject({
      address: voucher,
    })
  })

  it('pay for nothing after they expire', async () => {
    await timeTravel(network.sheet, DURATION + 1)
    expect(await owner.fails(...run())).toMatch(/voucher is expired/)
  })
})

/** Sends a transaction of the network's first account, who issues vouchers. */
async function issuer(
  { sheet }: OfflineNetwork,
  send: (
    contract: Record<string, (...args: unknown[]) => Promise<TransactionResponse>>,
  ) => Promise<TransactionResponse>,
  to: string = voucherHub,
): Promise<void> {
  const provider = new JsonRpcProvider(sheet.rpc, undefined, { pollingInterval: 50 })
  const wallet = new Wallet(sheet.accounts[0]!.privateKey, provider)
  const abi = ['function depositFor(address) payable returns (bool)', ...voucherHubAbi]
  await (await send(new Contract(to, abi, wallet) as never)).wait()
  provider.destroy()
}
