import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { OfflineNetwork } from '../client/support/offline-network.ts'
import { SdkActor } from '../client/support/sdk-actor.ts'

/** Workerpools that SDKs name in their code, by what they are used for. */
const POOLS = [
  ['iapp and web3mail', '0x2956f0cb779904795a5f30d3b3ea88b714c3123f'],
  ['DataProtector and web3telegram', '0xB967057a21dc6A66A29721d96b8Aa7454B7c383F'],
] as const

const network = new OfflineNetwork()
let user: SdkActor
let app: string
beforeAll(async () => {
  await network.up('--profile', 'arbitrum-sepolia')
  user = await new SdkActor(network, network.sheet, 9, 'tdx').fund()
  app = await user.deployScenario()
})
afterAll(() => network[Symbol.asyncDispose]())
afterAll(() => expect(network.escapes()).toEqual([]))

describe.each(POOLS)('the workerpool of %s', (_, workerpool) => {
  const offers = async (category: number, tag: string[]) => {
    const filter = { workerpool, category, minTag: tag, maxTag: tag }
    return (await user.sdk.orderbook.fetchWorkerpoolOrderbook(filter as never)).orders
  }

  it('has an offer for every category, for TEE and for standard tasks', async () => {
    for (const category of [0, 1, 2, 3, 4])
      for (const tag of [[], ['tee', 'tdx']])
        expect(await offers(category, tag)).toMatchObject([
          { remaining: 1000, order: { workerpoolprice: 0 } },
        ])
  })

  it('is found in compass by its address in any case', async () => {
    const { compass, chainId, workerpool: own } = network.sheet
    for (const address of [workerpool, workerpool.toLowerCase(), upperCase(workerpool)]) {
      const answer = await fetch(`${compass}/${chainId}/workerpools/${address}`)
      expect(await answer.json()).toEqual({ apiUrl: own.url })
    }
  })

  it('runs the tasks of its deals', async () => {
    const [offer] = await offers(0, user.tag)
    const orders = { workerpoolorder: offer!.order }
    const { dealid, tasks } = await user.run(app, { args: `args ${workerpool}` }, orders)
    expect(tasks[0]!.files['result.txt']).toBe(workerpool)
    const deal = await user.sdk.deal.show(dealid)
    expect(deal.workerpool.pointer.toLowerCase()).toBe(workerpool.toLowerCase())
    expect(await offers(0, user.tag)).toMatchObject([{ remaining: 999 }])
  })
})

const upperCase = (address: string) => `0x${address.slice(2).toUpperCase()}`
