import {
  ensRegistryAbi,
  fifsRegistrarAbi,
  publicResolverAbi,
  reverseRegistrarAbi,
} from '@iexec-sim/contracts'
import { profiles } from '@iexec-sim/protocol'
import { BrowserProvider, EnsPlugin, Interface, Network, namehash } from 'ethers'
import { afterAll, beforeAll } from 'vitest'
import { accounts, type Role } from '../../src/world/accounts.ts'
import type { Target } from '../../src/world/lab-chain.ts'
import { Market } from '../../src/world/market.ts'

/** The market of the running file. */
export let market: Market
/** Ethers on its chain, which resolves names by its ENS. */
export let provider: BrowserProvider
/** The ENS registry. */
export let registry: Target
/** The public resolver. */
export let resolver: Target
/** The reverse registrar. */
export let reverse: Target

/** Name of the network's workerpool. */
export const poolName = profiles.bellecour.workerpoolName
/** Owner of a name in the registry. */
export const ownerOf = (name: string) => market.chain.read(registry, 'owner', namehash(name))
/** Sends a transaction that must succeed. */
export const send = (by: Role, target: Target, name: string, ...args: unknown[]) =>
  market.chain.send(accounts[by], target, name, args)
/** Sends a transaction; returns why it was refused, or `ok`. */
export const refusal = (by: Role, target: Target, name: string, ...args: unknown[]) =>
  market.chain.refusal(accounts[by], target, name, args)
/** Registrar of the names below `<kind>.iexec.eth`. */
export const registrar = async (kind: string): Promise<Target> => ({
  address: await ownerOf(`${kind}.iexec.eth`),
  abi: new Interface(fifsRegistrarAbi),
})

/** Opens a market and its ENS for the tests of a file. */
export function useEns(): void {
  beforeAll(async () => {
    market = await Market.open({}, [])
    const { ens } = market.chain.genesis.addresses
    registry = { address: ens!.registry, abi: new Interface(ensRegistryAbi) }
    resolver = { address: ens!.resolver, abi: new Interface(publicResolverAbi) }
    reverse = { address: ens!.reverseRegistrar, abi: new Interface(reverseRegistrarAbi) }
    const rpc = {
      request: ({ method, params }: { method: string; params?: unknown }) => call(method, params),
    }
    const call = (method: string, params: unknown) =>
      market.chain.rpc(method, ...((params as unknown[]) ?? []))
    const network = new Network('bellecour', 134).attachPlugin(new EnsPlugin(registry.address, 134))
    provider = new BrowserProvider(rpc, network, { staticNetwork: network, cacheTimeout: -1 })
  })
  afterAll(async () => {
    provider.destroy()
    await market[Symbol.asyncDispose]()
  })
}
