import { SimError } from '@iexec-sim/base'
import type { Hex, Rpc } from '@iexec-sim/protocol'
import { AbiCoder, concat, Interface, type InterfaceAbi, toQuantity } from 'ethers'
import { changedSlots } from './changed-slots.ts'

/** A compiled contract. */
export interface Compiled {
  readonly abi: InterfaceAbi
  readonly bytecode: Hex
}

/** Puts contracts at addresses of one's choice and sets them up, remembering every transaction. */
export class Builder {
  /** Hashes of all transactions sent. */
  readonly transactions: Hex[] = []
  /** Slots written without one. */
  readonly written: [address: Hex, slot: Hex][] = []
  readonly #rpc: Rpc
  readonly #from: Hex

  constructor(rpc: Rpc, from: Hex) {
    this.#rpc = rpc
    this.#from = from
  }

  /**
   * Runs a contract's constructor at `address` and leaves what it returns there. The creation code
   * first stands there as if it were the contract: called, it does in place what a deployment would
   * do.
   */
  async etch(
    address: Hex,
    { abi, bytecode }: Compiled,
    args: readonly unknown[] = [],
  ): Promise<void> {
    const creation = concat([bytecode, encodeArguments(abi, args)])
    await this.#rpc.request({ method: 'hardhat_setCode', params: [address, creation] })
    const runtime = await this.#rpc.request({
      method: 'eth_call',
      params: [{ from: this.#from, to: address }, 'latest'],
    })
    await this.#transact(address, '0x')
    await this.#rpc.request({ method: 'hardhat_setCode', params: [address, runtime] })
  }

  /** Calls a function of a contract, as another development account where `from` says so. */
  async send(
    address: Hex,
    { abi }: { abi: InterfaceAbi },
    name: string,
    args: readonly unknown[],
    from = this.#from,
  ): Promise<void> {
    await this.#transact(address, new Interface(abi).encodeFunctionData(name, args), from)
  }

  /** Reads one value from a contract. */
  async read(
    address: Hex,
    { abi }: { abi: InterfaceAbi },
    name: string,
    args: readonly unknown[] = [],
  ): Promise<Hex> {
    const iface = new Interface(abi)
    const call = { to: address, data: iface.encodeFunctionData(name, args) }
    const answer = await this.#rpc.request({ method: 'eth_call', params: [call, 'latest'] })
    return iface.decodeFunctionResult(name, answer as Hex)[0]
  }

  /**
   * Values of the slots that the last transaction changed, by lower-case address of the account.
   */
  async lastWritten(): Promise<Map<string, [slot: Hex, value: Hex][]>> {
    const written = new Map<string, [Hex, Hex][]>()
    for (const [address, slots] of await changedSlots(this.#rpc, this.transactions.slice(-1))) {
      const read = async (slot: Hex): Promise<[Hex, Hex]> => [
        slot,
        (await this.#rpc.request({
          method: 'eth_getStorageAt',
          params: [address, slot, 'latest'],
        })) as Hex,
      ]
      written.set(address, await Promise.all([...slots].map(read)))
    }
    return written
  }

  /** Writes a slot of a contract's storage. */
  async write(address: Hex, slot: Hex, value: Hex): Promise<void> {
    await this.#rpc.request({
      method: 'hardhat_setStorageAt',
      params: [address, toQuantity(slot), value],
    })
    this.written.push([address, slot])
  }

  /** Lets what runs at one address run at another too. */
  async copyCode(from: Hex, to: Hex): Promise<void> {
    const code = await this.#rpc.request({ method: 'eth_getCode', params: [from, 'latest'] })
    await this.#rpc.request({ method: 'hardhat_setCode', params: [to, code] })
  }

  async #transact(to: Hex, data: string, from = this.#from): Promise<void> {
    const hash = await this.#rpc.request({
      method: 'eth_sendTransaction',
      params: [{ from, to, data }],
    })
    const receipt = await this.#rpc.request({ method: 'eth_getTransactionReceipt', params: [hash] })
    const { status } = receipt as { status: Hex }
    if (status !== '0x1')
      throw new SimError('BAKE_FAILED', { reason: `a transaction to ${to} reverted` })
    this.transactions.push(hash as Hex)
  }
}

/** Libraries have functions no ABI can say, so an ABI is read where it is needed alone. */
function encodeArguments(abi: InterfaceAbi, args: readonly unknown[]): string {
  return args.length === 0
    ? '0x'
    : AbiCoder.defaultAbiCoder().encode(new Interface(abi).deploy.inputs, args)
}
