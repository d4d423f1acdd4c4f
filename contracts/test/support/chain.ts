import { address } from '@iexec-sim/protocol'
import { AbiCoder, concat, Interface, type Result, toBeHex, toQuantity } from 'ethers'
import { openHardhat } from '../../scripts/hardhat.ts'
import type { Rpc } from '../../src/engine/rpc.ts'
import {
  appAbi,
  appRegistryAbi,
  ensRegistryAbi,
  type Genesis,
  type Hex,
  hubAbi,
  loadGenesis,
  publicResolverAbi,
  reverseRegistrarAbi,
  rlcAbi,
  tokenHubAbi,
  voucherAbi,
  voucherHubAbi,
  workerpoolAbi,
} from '../../src/index.ts'
import { compiled } from './compiled.ts'

/** One log of the contract under test, decoded. */
export interface Log {
  readonly address: Hex
  readonly name: string
  readonly args: Result
  readonly topics: readonly Hex[]
}

/** What came of a transaction. */
export interface Receipt {
  readonly logs: readonly Log[]
  readonly gasUsed: number
  readonly timestamp: number
}

/** Where to call what: an address with the ABI it is called by. */
export interface Target {
  readonly address: Hex
  readonly abi: Interface
}

/** What the escrow holds: the chain's own currency, or the RLC token. */
export type Escrow = 'native' | 'token'

/** Both, for suites about what is the same in either. */
export const escrows = ['native', 'token'] as const

const profiles = { native: 'bellecour', token: 'arbitrum-sepolia' } as const
const networks = { native: 'bellecour', token: 'arbitrumSepolia' } as const
const hubInterfaces = { native: new Interface(hubAbi), token: new Interface(tokenHubAbi) }
const rlcInterface = new Interface(rlcAbi)
const registryInterface = new Interface(appRegistryAbi)
const ens = [ensRegistryAbi, publicResolverAbi, reverseRegistrarAbi].map((abi) => new Interface(abi))
const vouchers = [voucherHubAbi, voucherAbi, ['event BeaconUpgraded(address indexed beacon)']].map(
  (abi) => new Interface(abi),
)
const errorInterfaces = [hubInterfaces.token, registryInterface, ...ens, ...vouchers]
const logInterfaces = [hubInterfaces.native, registryInterface, new Interface(workerpoolAbi), ...ens, ...vouchers]

/** How a {@link TestChain} is opened. */
export interface TestChainOptions {
  /** @default 'native' */
  escrow?: Escrow
  /** @default the profile's */
  chainId?: number
  /** Whether the contracts are there; else the chain is empty. @default true */
  genesis?: boolean
}

/** A chain in this process whose first state is a baked genesis. */
export class TestChain implements AsyncDisposable {
  readonly escrow: Escrow
  readonly genesis: Genesis
  readonly hub: Target
  readonly #rpc: Rpc
  readonly #close: () => Promise<void>

  private constructor(escrow: Escrow, rpc: Rpc, close: () => Promise<void>) {
    this.escrow = escrow
    this.genesis = loadGenesis(profiles[escrow])
    this.hub = { address: this.genesis.addresses.hub, abi: hubInterfaces[escrow] }
    this.#rpc = rpc
    this.#close = close
  }

  static async open({ escrow = 'native', chainId, genesis = true }: TestChainOptions = {}): Promise<TestChain> {
    const hre = await openHardhat()
    const override = chainId === undefined ? {} : { chainId }
    const connection = await hre.network.create({ network: networks[escrow], chainType: 'generic', override })
    const chain = new TestChain(escrow, connection.provider, () => connection.close())
    if (genesis) await chain.#load()
    return chain
  }

  /** The RLC token, of a chain whose escrow holds it. */
  get rlc(): Target {
    return { address: this.genesis.addresses.rlc!, abi: rlcInterface }
  }

  async #load(): Promise<void> {
    for (const { address, code, storage, nonce } of this.genesis.accounts) {
      await this.rpc('hardhat_setCode', address, code)
      await this.rpc('hardhat_setNonce', address, toQuantity(nonce ?? 0))
      for (const [slot, value] of Object.entries(storage))
        await this.rpc('hardhat_setStorageAt', address, toQuantity(slot), value)
    }
  }

  rpc<T = unknown>(method: string, ...params: unknown[]): Promise<T> {
    return this.#rpc.request({ method, params }) as Promise<T>
  }

  /** Reads from a contract; a single value comes without its tuple. */
  async read(target: Target, name: string, ...args: unknown[]) {
    const data = target.abi.encodeFunctionData(name, args)
    const answer = await this.rpc<Hex>('eth_call', { to: target.address, data }, 'latest')
    const values = target.abi.decodeFunctionResult(name, answer)
    return values.length === 1 ? values[0] : values
  }

  /** Sends a transaction that must succeed. */
  send(from: Hex, target: Target, name: string, args: readonly unknown[] = [], value = 0n): Promise<Receipt> {
    return this.transact(from, target.address, target.abi.encodeFunctionData(name, args) as Hex, value)
  }

  /** Sends raw calldata that must succeed. */
  async transact(from: Hex, to: Hex, data: Hex, value = 0n, gas = 6_000_000): Promise<Receipt> {
    const tx = { from, to, data, value: toQuantity(value), gas: toQuantity(gas) }
    const hash = await this.rpc<Hex>('eth_sendTransaction', tx)
    const raw = await this.rpc<RawReceipt>('eth_getTransactionReceipt', hash)
    const block = await this.rpc<{ timestamp: Hex }>('eth_getBlockByHash', raw.blockHash, false)
    return { logs: raw.logs.map(decodeLog), gasUsed: Number(raw.gasUsed), timestamp: Number(block.timestamp) }
  }

  /** Sends a transaction that may fail; returns how it did, or `ok`. See {@link describeRevert}. */
  refusal(from: Hex, target: Target, name: string, args: readonly unknown[] = [], value = 0n): Promise<string> {
    return this.rawRefusal(from, target.address, target.abi.encodeFunctionData(name, args) as Hex, value)
  }

  /** As {@link refusal}, for raw calldata. */
  async rawRefusal(from: Hex, to: Hex, data: Hex, value = 0n, gas?: number): Promise<string> {
    try {
      await this.transact(from, to, data, value, gas)
      return 'ok'
    } catch (error) {
      return describeRevert(revertData(error))
    }
  }

  /** Whether two outcomes are the same call's: what it would return. */
  async simulate(from: Hex, target: Target, name: string, args: readonly unknown[], value = 0n) {
    const data = target.abi.encodeFunctionData(name, args)
    const tx = { from, to: target.address, data, value: toQuantity(value) }
    return target.abi.decodeFunctionResult(name, await this.rpc<Hex>('eth_call', tx, 'latest'))[0]
  }

  /** Lets the next transaction happen at this second. */
  at(timestamp: number | bigint): Promise<unknown> {
    return this.rpc('evm_setNextBlockTimestamp', toQuantity(timestamp))
  }

  /** Deploys a contract from its creation code. */
  async deploy(from: Hex, name: keyof typeof compiled, args: readonly unknown[] = []): Promise<Target> {
    const abi = new Interface(compiled[name].abi)
    const data = concat([compiled[name].bytecode, AbiCoder.defaultAbiCoder().encode(abi.deploy.inputs, args)])
    const hash = await this.rpc<Hex>('eth_sendTransaction', { from, data, gas: toQuantity(10_000_000) })
    const { contractAddress } = await this.rpc<{ contractAddress: Hex }>('eth_getTransactionReceipt', hash)
    return { address: address(contractAddress), abi }
  }

  /** Runs `body` and forgets everything it did on the chain. */
  async scratch<T>(body: () => Promise<T>): Promise<T> {
    const id = await this.rpc('evm_snapshot')
    try {
      return await body()
    } finally {
      await this.rpc('evm_revert', id)
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#close()
  }
}

interface RawReceipt {
  logs: { address: Hex; topics: Hex[]; data: Hex }[]
  gasUsed: Hex
  blockHash: Hex
}

function decodeLog({ address: at, topics, data }: RawReceipt['logs'][number]): Log {
  for (const abi of logInterfaces) {
    const event = abi.getEvent(topics[0]!)
    // ERC-20 and ERC-721 share a topic and differ in what is indexed.
    if (event && event.inputs.filter(({ indexed }) => indexed).length === topics.length - 1) {
      return { address: address(at), name: event.name, args: abi.decodeEventLog(event, data, topics), topics }
    }
  }
  throw new Error(`Unknown log ${topics[0]}`)
}

function revertData(error: unknown): Hex {
  for (let at = error as { data?: unknown; cause?: unknown } | undefined; at; at = at.cause as typeof at) {
    if (typeof at.data === 'string') return at.data as Hex
    const inner = (at.data as { data?: unknown } | undefined)?.data
    if (typeof inner === 'string') return inner as Hex
  }
  throw error
}

/** The text of `Error(string)`; `Panic(0x..)`; a custom error with its arguments; `(empty)` for a revert with no data. */
export function describeRevert(data: Hex): string {
  if (data === '0x') return '(empty)'
  for (const abi of errorInterfaces) {
    const error = abi.parseError(data)
    if (error?.name === 'Error') return error.args[0]
    if (error?.name === 'Panic') return `Panic(${toBeHex(error.args[0])})`
    if (error) return `${error.name}(${error.args.join(',')})`
  }
  return data
}

/** The ABI of an asset's and a registry's common functions at an address. */
export const asAsset = (at: Hex): Target => ({ address: at, abi: new Interface(appAbi) })
