import { bellecour } from '@iexec-sim/protocol'
import { Contract, JsonRpcProvider, Wallet, WebSocketProvider } from 'ethers'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { interfaces } from '../src/client/index.ts'
import { type OpenChain, openChain } from './open-chain.ts'

let started: OpenChain
beforeAll(async () => {
  started = await openChain()
})
afterAll(() => started.close())

describe('ethers as a client', () => {
  it('sends one transaction after the other though it caches the transaction count', async () => {
    const provider = new JsonRpcProvider(started.door.url, undefined, { pollingInterval: 50 })
    const wallet = new Wallet(started.chain.accounts[5]!.privateKey, provider)
    for (let nonce = 0; nonce < 3; nonce++) {
      const sent = await wallet.sendTransaction({ to: wallet.address })
      expect(await sent.wait()).toMatchObject({ status: 1 })
      expect(sent.nonce).toBe(nonce)
    }
    provider.destroy()
  })

  it('sends from an empty wallet and waits for the receipt', async () => {
    const provider = new JsonRpcProvider(started.door.url, undefined, { pollingInterval: 50 })
    const poor = Wallet.createRandom(provider)
    const hub = new Contract(bellecour.hub, interfaces.hub(), poor)
    const receipt = await (
      await hub.getFunction('approve')(poor.address, 5n, { gasPrice: 0 })
    ).wait()
    expect(receipt).toMatchObject({ status: 1, gasPrice: 0n })
    expect((await provider.getFeeData()).gasPrice).toBe(0n)
    provider.destroy()
  })

  it('gets each event of a block over WebSocket', async () => {
    const provider = new WebSocketProvider(started.door.wsUrl)
    const hub = new Contract(bellecour.hub, interfaces.hub(), provider)
    const owner = new Wallet(started.chain.accounts[3]!.privateKey, provider)
    const values: bigint[] = []
    const both = Promise.withResolvers<void>()
    await hub.on('Transfer', (_from, _to, value: bigint) => {
      values.push(value)
      if (values.length === 2) both.resolve()
    })
    // Subscribing goes over the same socket, so what is sent after it is heard.
    const targets = started.chain.accounts.slice(4, 6).map(({ address }) => address)
    const depositor = hub.connect(owner) as Contract
    await depositor.getFunction('depositForArray')([1n, 2n], targets, {
      value: 3n * 10n ** 9n,
      gasPrice: 0,
    })
    await both.promise
    expect(values).toEqual([1n, 2n])
    await provider.destroy()
  })
})
