import { interfaces } from '@iexec-sim/chain/client'
import {
  dataProtectorAbi,
  ensRegistryAbi,
  fifsRegistrarAbi,
  type GenesisAddresses,
  publicResolverAbi,
  reverseRegistrarAbi,
  voucherAbi,
  voucherHubAbi,
  whitelistAbi,
} from '@iexec-sim/contracts'
import { Interface, toBeHex } from 'ethers'

/** A contract of the network that has an address from the start. */
interface KnownContract {
  /** Name for people. */
  label: string
  /** Its ABI. */
  abi: Interface
}

/** Contracts that are part of every chain, from address 1. */
const PRECOMPILES = ['ecrecover', 'sha256', 'ripemd160', 'identity', 'modexp'] as const

/** ABIs of the network's contracts, by address where that is known. */
export class KnownContracts {
  readonly #known: ReadonlyMap<string, KnownContract>
  /** ABIs that a contract of an unknown address may have. */
  readonly #all: readonly Interface[]

  constructor(addresses: GenesisAddresses) {
    const own = contractsOf(addresses)
    this.#known = new Map(own.map(({ address, ...one }) => [address.toLowerCase(), one]))
    this.#all = [
      ...new Set([
        ...own.map(({ abi }) => abi),
        interfaces.app(),
        interfaces.dataset(),
        interfaces.workerpool(),
        interfaces.rlc(),
        new Interface(voucherAbi),
        new Interface(fifsRegistrarAbi),
      ]),
    ]
  }

  /** Addresses and names of the contracts that the network began with. */
  labels(): Record<string, string> {
    const own = [...this.#known].map(([address, { label }]) => [address, label] as const)
    const built = PRECOMPILES.map((name, i) => [toBeHex(i + 1, 20), name] as const)
    return Object.fromEntries([...built, ...own])
  }

  /** ABIs to read a contract's calls and events with, the likeliest first. */
  abisOf(address: string): readonly Interface[] {
    const known = this.#known.get(address.toLowerCase())
    return known ? [known.abi, ...this.#all] : this.#all
  }
}

function contractsOf(of: GenesisAddresses): (KnownContract & { address: string })[] {
  const one = (address: string | undefined, label: string, abi: () => Interface) =>
    address === undefined ? [] : [{ address, label, abi: abi() }]
  const parsed = (abi: readonly string[]) => () => new Interface(abi)
  return [
    ...one(of.hub, 'Hub', of.rlc === undefined ? interfaces.hub : interfaces.tokenHub),
    ...one(of.appRegistry, 'App registry', interfaces.appRegistry),
    ...one(of.datasetRegistry, 'Dataset registry', interfaces.datasetRegistry),
    ...one(of.workerpoolRegistry, 'Workerpool registry', interfaces.workerpoolRegistry),
    ...one(of.debugWorkerpool, 'Debug workerpool', interfaces.workerpool),
    ...one(of.rlc, 'RLC', interfaces.rlc),
    ...one(of.dataProtector, 'DataProtector', parsed(dataProtectorAbi)),
    ...one(of.whitelists.web3mail, 'Web3mail whitelist', parsed(whitelistAbi)),
    ...one(of.whitelists.web3telegram, 'Web3telegram whitelist', parsed(whitelistAbi)),
    ...one(of.ens?.registry, 'ENS registry', parsed(ensRegistryAbi)),
    ...one(of.ens?.resolver, 'ENS resolver', parsed(publicResolverAbi)),
    ...one(of.ens?.reverseRegistrar, 'ENS reverse registrar', parsed(reverseRegistrarAbi)),
    ...one(of.voucherHub, 'Voucher hub', parsed(voucherHubAbi)),
  ]
}
