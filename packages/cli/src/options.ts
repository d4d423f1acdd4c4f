import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { SimError } from '@iexec-sim/base'
import { type AddressSheet, findNetwork, type RunningNetwork } from '@iexec-sim/client'
import type { Address, Hex } from '@iexec-sim/protocol/ids'
import {
  type Profile,
  type ProfileName,
  profiles,
  type ServicePort,
} from '@iexec-sim/protocol/profiles'
import { TEE_FRAMEWORKS, type TeeFramework } from '@iexec-sim/protocol/tags'
import { Option } from 'commander'

const DEFAULT_STATE = '.iexec-sim'

/** Folder of the network a command speaks to. */
export const stateOption = () =>
  new Option('--state <dir>', 'folder of the network').env('IEXEC_SIM_STATE').default(DEFAULT_STATE)
/** Selects one of several networks that run together. */
export const profileOption = () =>
  new Option('--profile <name>', 'which of the networks, when several run').choices(
    Object.keys(profiles),
  )

/**
 * The network a command means: the state folder's own, or that of the profile in a folder inside.
 * Throws `NOT_RUNNING`.
 */
export function networkOf({
  state,
  profile,
}: Pick<NetworkOptions, 'state' | 'profile'>): RunningNetwork {
  if (profile === undefined) return findNetwork(state)
  const inside = join(state, profile)
  if (existsSync(inside)) return findNetwork(inside)
  const network = findNetwork(state)
  if (network.sheet.profile === profile) return network
  throw new SimError('NOT_RUNNING', { path: inside })
}

/** One JSON document on standard output instead of text for people. */
export const jsonOption = () => new Option('--json', 'print one JSON document')
/** TEE framework of a secret or an image. */
export const teeOption = () =>
  new Option('--tee <framework>', 'TEE framework').choices(TEE_FRAMEWORKS).makeOptionMandatory()
/** Tag of a task. */
export const tagOption = () =>
  new Option('--tag <tag>', 'tee,scone, tee,gramine or tee,tdx; none for a standard task').default(
    '',
  )
/** Account that signs. */
export const walletOption = () =>
  new Option(
    '--wallet <account>',
    'development account by number (0 to 9), or a private key in the variable it names as env:NAME',
  ).default('0')

/** Options of commands that speak to a network. */
export interface NetworkOptions {
  /** State folder. */
  state: string
  /** Profile of the network to use, when several run. */
  profile?: string
  /** Print one JSON document. */
  json?: true
}

/**
 * Options that make a suggested command address the same network: each preceded by a space, or
 * nothing.
 */
export const sameNetwork = ({
  state,
  profile,
}: Pick<NetworkOptions, 'state' | 'profile'>): string =>
  (profile === undefined ? '' : ` --profile ${profile}`) +
  (state === DEFAULT_STATE ? '' : ` --state ${state}`)

/**
 * Profiles by name, separated by commas. The first one's network lives in the state folder itself.
 */
export function readProfiles(value: string): Profile[] {
  const names = [...new Set(value.split(',').map((name) => name.trim()))]
  return names.map((name) => {
    if (!Object.hasOwn(profiles, name))
      throw new SimError('BAD_OPTION', {
        option: '--profile',
        value,
        reason: `"${name}" is not one of ${Object.keys(profiles).join(', ')}`,
      })
    return profiles[name as ProfileName]
  })
}

/** Ports by service, as `--port` gave them. */
export type PortOptions = { profile: string | undefined; name: ServicePort; port: number }[]

/** Collects `NAME=N` port options; `PROFILE/NAME=N` where several profiles run. */
export function collectPort(value: string, ports: PortOptions = []): PortOptions {
  const [, profile, name, number] = /^(?:([^/=]+)\/)?([^=]*)=(.*)$/.exec(value) ?? []
  if (profile !== undefined && !Object.hasOwn(profiles, profile))
    throw new SimError('BAD_OPTION', {
      option: '--port',
      value,
      reason: `"${profile}" is not one of ${Object.keys(profiles).join(', ')}`,
    })
  const known = Object.keys(
    profile === undefined ? allPorts() : profiles[profile as ProfileName].ports,
  )
  if (name === undefined || !known.includes(name))
    throw new SimError('BAD_OPTION', {
      option: '--port',
      value,
      reason: `NAME must be one of ${known.join(', ')}`,
    })
  const port = Number(number)
  if (!number || !Number.isInteger(port) || port < 0 || port > 65_535)
    throw new SimError('BAD_OPTION', {
      option: '--port',
      value,
      reason: 'N must be a number from 0 to 65535',
    })
  return [...ports, { profile, name: name as ServicePort, port }]
}

const allPorts = () =>
  Object.assign({}, ...Object.values(profiles).map(({ ports }) => ports)) as Profile['ports']

/** Names of the services that listen, of all profiles. */
export const servicePorts = (): string[] => Object.keys(allPorts())

/** Collects values of an option that repeats or takes several. */
export const collect = (value: string, values: string[] = []): string[] => [...values, value]

/** Reads `1=my-namespace 2=my-key` into index to name. */
export function secretMapping(values: readonly string[]): Record<string, string> {
  const mapping: Record<string, string> = {}
  for (const value of values) {
    const [, index, name] = /^([1-9]\d*)=(.+)$/.exec(value) ?? []
    if (!index || !name) throw new SimError('BAD_SECRET_MAPPING', { value })
    mapping[index] = name
  }
  return mapping
}

/**
 * The private key an account option names. A key itself is not taken from the command line, where
 * others can read it.
 */
export function walletKey(value: string, accounts: readonly { privateKey: Hex }[]): Hex {
  const key = value.startsWith('env:')
    ? process.env[value.slice(4)]
    : accounts[Number(value)]?.privateKey
  if (key && /^0x[0-9a-fA-F]{64}$/.test(key)) return key as Hex
  throw new SimError('BAD_OPTION', {
    option: '--wallet',
    value,
    reason: 'an account number (0 to 9) or env:NAME of a variable with a private key is required',
  })
}

/** The address an account option names; see {@link walletKey}. */
export async function walletAddress(
  value: string,
  accounts: AddressSheet['accounts'],
): Promise<Address> {
  const key = walletKey(value, accounts)
  const known = accounts.find(({ privateKey }) => privateKey === key)
  return known?.address ?? ((await import('ethers')).computeAddress(key) as Address)
}

/** A framework as an option gave it. */
export const framework = (value: string): TeeFramework => value as TeeFramework

/** Reads a whole number above 0. Throws `BAD_OPTION`. */
export function positive(option: string, value: string): number {
  const number = Number(value)
  if (!Number.isInteger(number) || number <= 0)
    throw new SimError('BAD_OPTION', {
      option,
      value,
      reason: 'a whole number above 0 is required',
    })
  return number
}
