import { Chain, createClock } from '@iexec-sim/chain'
import { appAbi, type Genesis, hubAbi, rlcAbi, tokenHubAbi } from '@iexec-sim/contracts'
import {
  bakeSource,
  type CompiledName,
  compiledContracts,
  genesisOf,
  type Plan,
  type ProtocolSource,
  plans,
} from '@iexec-sim/contracts/sources'
import { address, type Hex, profiles } from '@iexec-sim/protocol'
import { AbiCoder, concat, dataSlice, Interface, toQuantity, zeroPadValue } from 'ethers'
import { pino } from 'pino'
import type { Mode } from '../record.ts'
import { accounts } from './accounts.ts'
import { gatheringCall } from './gathering-call.ts'
import { decodeLog, type Log, type RawLog } from './logs.ts'
import { describeRevert, revertData } from './reverts.ts'

/** Receipt of a transaction. */
export interface Receipt {
  /** Decoded logs, in order. */
  readonly logs: readonly Log[]
  /** Gas that the transaction used. */
  readonly gasUsed: number
  /** Seconds since 1970. */
  readonly timestamp: number
}

/** A contract to call: an address with its ABI. */
export interface Target {
  /** Address of the contract. */
  readonly address: Hex
  /** ABI it is called by. */
  readonly abi: Interface
}

/** A call and its result: a receipt or revert data. */
export interface ObservedCall {
  /** Sender. */
  readonly from: Hex
  /** Called contract. */
  readonly to: Hex
  /** Name of the function. */
  readonly fn: string
  /** Receipt; absent if it reverted. */
  readonly receipt?: Receipt
  /** Revert data; absent if it succeeded. */
  readonly reverted?: Hex
}

/** A call of a contract by its ABI. `args` default to none, `value` (wei) to 0. */
type LabCall = [from: Hex, target: Target, name: string, args?: readonly unknown[], value?: bigint]

/** Options of a {@link LabChain}. */
export interface LabChainOptions {
  /** @default 'builtin' */
  source?: ProtocolSource
  /** @default 'native' */
  mode?: Mode
  /** Changes of the profile's plan: the protocol is then baked for this chain alone. */
  plan?: Partial<Pick<Plan, 'chainId' | 'hub' | 'ignoreTeeFramework' | 'previousHub'>>
  /** The source's genesis, where it was read before. */
  genesis?: Genesis | undefined
}

/** The profile whose escrow has a mode. */
export const profileOf = { native: 'bellecour', token: 'arbitrum-sepolia' } as const

const GAS = 6_000_000
const START = Date.UTC(2025, 0, 1)
const hubInterfaces = { native: new Interface(hubAbi), token: new Interface(tokenHubAbi) }
const rlcInterface = new Interface(rlcAbi)
const genesisAccounts = 10

/** A chain in this process on a chosen protocol. Its time stands still until it is moved. */
export class LabChain implements AsyncDisposable {
  readonly mode: Mode
  readonly genesis: Genesis
  readonly hub: Target
  /**
   * Whether dataset orders choose no TEE framework here, see {@link Plan}; published protocols may
   * ignore it.
   */
  readonly ignoresTeeFramework: boolean
  /** Told of every transaction and every refusal, except those of {@link quietly}. */
  observer: ((call: ObservedCall) => Promise<void>) | undefined
  /** Told of every contract that {@link deploy} creates. */
  onDeployed: ((name: CompiledName, at: Hex) => void) | undefined
  readonly #chain: Chain

  private constructor(mode: Mode, { ignoreTeeFramework }: Plan, genesis: Genesis, chain: Chain) {
    this.mode = mode
    this.genesis = genesis
    this.hub = { address: genesis.addresses.hub, abi: hubInterfaces[mode] }
    this.ignoresTeeFramework = ignoreTeeFramework
    this.#chain = chain
  }

  static async open({
    source = 'builtin',
    mode = 'native',
    plan,
    genesis: read,
  }: LabChainOptions = {}): Promise<LabChain> {
    const name = profileOf[mode]
    const full = { ...plans[name], ...plan }
    const genesis = plan
      ? await bakeSource(full, source)
      : (read ?? (await genesisOf(name, source)))
    const clock = createClock({ now: START })
    clock.freeze()
    const profile = { ...profiles[name], chainId: genesis.chainId }
    const chain = new LabChain(
      mode,
      full,
      genesis,
      await Chain.start({ profile, genesis, clock, log: pino({ level: 'silent' }) }),
    )
    for (const account of Object.values(accounts).slice(genesisAccounts)) await chain.fund(account)
    return chain
  }

  /** The RLC token, of a chain whose escrow holds it. */
  get rlc(): Target {
    return { address: this.genesis.addresses.rlc!, abi: rlcInterface }
  }

  /** Lets an account send transactions without its key, and gives it 10,000 coins. */
  async fund(account: Hex): Promise<void> {
    await this.rpc('hardhat_impersonateAccount', account)
    await this.rpc('hardhat_setBalance', account, toQuantity(10_000n * 10n ** 18n))
  }

  rpc<T = unknown>(method: string, ...params: unknown[]): Promise<T> {
    return this.#chain.request({ method, params }) as Promise<T>
  }

  /** Reads from a contract; a single value comes without its tuple. */
  async read(target: Target, name: string, ...args: unknown[]) {
    const data = target.abi.encodeFunctionData(name, args)
    const answer = await this.rpc<Hex>('eth_call', { to: target.address, data }, 'latest')
    const values = target.abi.decodeFunctionResult(name, answer)
    return values.length === 1 ? values[0] : values
  }

  /**
   * Results of {@link read} for each argument of a function with one argument and `words` words of
   * result.
   */
  async readEach(target: Target, name: string, words: number, args: readonly unknown[]) {
    const asked = args.map((one) => target.abi.encodeFunctionData(name, [one]))
    const data = gatheringCall(target.address, asked, words * 32)
    const answers = await this.rpc<Hex>('eth_call', { data, gas: toQuantity(GAS) }, 'latest')
    return args.map((_, i) => {
      const values = target.abi.decodeFunctionResult(
        name,
        dataSlice(answers, i * words * 32, (i + 1) * words * 32),
      )
      return values.length === 1 ? values[0] : values
    })
  }

  /** Sends a transaction that must succeed. */
  async send(...call: LabCall): Promise<Receipt> {
    return must(await this.#call(...call))
  }

  /** Sends raw calldata that must succeed. */
  async transact(from: Hex, to: Hex, data: Hex, value = 0n, gas = GAS): Promise<Receipt> {
    return must(await this.#try({ from, to, data, value, gas, fn: rawName(data) }))
  }

  /** Sends a transaction that may fail; returns how it did, or `ok`. See {@link describeRevert}. */
  async refusal(...call: LabCall): Promise<string> {
    return told(await this.#call(...call))
  }

  /** As {@link refusal}, for raw calldata. */
  async rawRefusal(from: Hex, to: Hex, data: Hex, value = 0n, gas = GAS): Promise<string> {
    return told(await this.#try({ from, to, data, value, gas, fn: rawName(data) }))
  }

  /** The first value that a call would return. */
  async simulate(from: Hex, target: Target, name: string, args: readonly unknown[], value = 0n) {
    const data = target.abi.encodeFunctionData(name, args)
    const tx = { from, to: target.address, data, value: toQuantity(value) }
    return target.abi.decodeFunctionResult(name, await this.rpc<Hex>('eth_call', tx, 'pending'))[0]
  }

  /** Sets the timestamp of the next transaction, in seconds since 1970. */
  at(timestamp: number | bigint): Promise<unknown> {
    return this.rpc('evm_setNextBlockTimestamp', Number(timestamp))
  }

  /** Deploys one of this project's own contracts, or of its doubles, from its creation code. */
  async deploy(from: Hex, name: CompiledName, args: readonly unknown[] = []): Promise<Target> {
    const compiled = compiledContracts()[name]
    const abi = new Interface(compiled.abi)
    const data = concat([
      compiled.bytecode,
      AbiCoder.defaultAbiCoder().encode(abi.deploy.inputs, args),
    ])
    const hash = await this.rpc<Hex>('eth_sendTransaction', { from, data, gas: toQuantity(GAS) })
    const { contractAddress } = await this.rpc<{ contractAddress: Hex }>(
      'eth_getTransactionReceipt',
      hash,
    )
    this.onDeployed?.(name, contractAddress)
    return { address: address(contractAddress), abi }
  }

  /**
   * Copies the code of a contract to another address, where its only state is its owner: `owner()`
   * there is `owner`.
   *
   * @throws when the contract keeps its owner in none of its first slots.
   */
  async copy({ address: from, abi }: Target, to: Hex, owner: Hex): Promise<Target> {
    await this.rpc('hardhat_setCode', to, await this.rpc('eth_getCode', from, 'latest'))
    const there = { address: to, abi }
    const write = (slot: number, value: string) =>
      this.rpc('hardhat_setStorageAt', to, toQuantity(slot), zeroPadValue(value, 32))
    for (let slot = 0; slot < 32; ++slot) {
      await write(slot, owner)
      if ((await this.read(there, 'owner').catch(() => undefined)) === owner) return there
      await write(slot, '0x')
    }
    throw new Error(`no slot holds the owner of a copy of ${from}`)
  }

  /** Runs `body` and forgets everything it did on the chain. Time that passed stays passed. */
  async scratch<T>(body: () => Promise<T>): Promise<T> {
    const id = await this.rpc('evm_snapshot')
    try {
      return await body()
    } finally {
      await this.rpc('evm_revert', id)
    }
  }

  /** Runs `body` without telling the {@link observer}. */
  async quietly<T>(body: () => Promise<T>): Promise<T> {
    const { observer } = this
    this.observer = undefined
    try {
      return await body()
    } finally {
      this.observer = observer
    }
  }

  /**
   * Asks what a transaction would do, and sends it if it would succeed. A refusal leaves no trace
   * on the chain.
   */
  #call(...[from, to, fn, args = [], value = 0n]: LabCall): Promise<Receipt | Hex> {
    return this.#try({ from, to: to.address, data: encode(to, fn, args), value, fn })
  }

  async #try({ fn, gas = GAS, value, ...what }: Transaction): Promise<Receipt | Hex> {
    const { from, to } = what
    const tx = { ...what, value: toQuantity(value), gas: toQuantity(gas) }
    try {
      await this.rpc('eth_call', tx, 'pending')
    } catch (error) {
      const reverted = revertData(error)
      await this.observer?.({ from, to, fn, reverted })
      return reverted
    }
    const receipt = await this.#receipt(await this.rpc<Hex>('eth_sendTransaction', tx))
    await this.observer?.({ from, to, fn, receipt })
    return receipt
  }

  async #receipt(hash: Hex): Promise<Receipt> {
    const raw = await this.rpc<RawReceipt>('eth_getTransactionReceipt', hash)
    if (raw.status !== '0x1')
      throw new Error('A transaction failed that had just been found to succeed')
    const block = await this.rpc<{ timestamp: Hex }>('eth_getBlockByHash', raw.blockHash, false)
    return {
      logs: raw.logs.map(decodeLog),
      gasUsed: Number(raw.gasUsed),
      timestamp: Number(block.timestamp),
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#chain.close()
  }
}

interface Transaction {
  from: Hex
  to: Hex
  data: Hex
  value: bigint
  gas?: number
  fn: string
}

const encode = ({ abi }: Target, name: string, args: readonly unknown[]) =>
  abi.encodeFunctionData(name, args) as Hex
const rawName = (data: Hex) => (data === '0x' ? 'transfer of coins' : data.slice(0, 10))
const told = (outcome: Receipt | Hex) =>
  typeof outcome === 'string' ? describeRevert(outcome) : 'ok'

function must(outcome: Receipt | Hex): Receipt {
  if (typeof outcome === 'string')
    throw new Error(`a call was refused that had to succeed: ${describeRevert(outcome)}`)
  return outcome
}

interface RawReceipt {
  status: Hex
  logs: RawLog[]
  gasUsed: Hex
  blockHash: Hex
}

/** The ABI of an asset's and a registry's common functions at an address. */
export const asAsset = (at: Hex): Target => ({ address: at, abi: new Interface(appAbi) })
