import { type Profile, profiles } from '@iexec-sim/protocol/profiles'
import type { TeeFramework } from '@iexec-sim/protocol/tags'
import type { AddressSheet, ServiceUrls } from '../address-sheet.ts'

/** Major of the official client. */
export type ClientMajor = 8 | 9

/** One chain of the official client's `chain.json`. */
export type ChainEntry = Record<string, string | boolean | Partial<Record<TeeFramework, string>>>

/** Content of `chain.json`: chains by name, and the default one. */
export interface ChainConfig {
  /** Name of the chain that commands use unless told otherwise. */
  default?: string
  /** Entries by the chain's name. */
  chains: Record<string, ChainEntry>
}

/** Options of a `chain.json` entry. */
export interface ChainEntryOptions {
  /** Major version of the client that will read it. */
  sdk: ClientMajor
  /** Framework the client uses when a command names none. 8.x only. */
  tee?: TeeFramework | undefined
  /** URLs to write. @default the sheet's plain ones */
  urls?: ServiceUrls
}

/** Whether the official clients know a network's chain, by its id. */
const isKnown = ({ profile, chainId }: AddressSheet): boolean =>
  chainId === profiles[profile].chainId

/**
 * The name of a network's chain in `chain.json`: the one that clients know, or one of its own for a
 * chain id of its own.
 */
export const chainName = (sheet: AddressSheet): string =>
  isKnown(sheet) ? profiles[sheet.profile].clientChain : `iexec-sim-${sheet.chainId}`

/** Fields that an 8.x client needs for a chain it does not know. */
export const nativeOptions = (sheet: AddressSheet): { isNative?: true; useGas?: false } =>
  isKnown(sheet) || profiles[sheet.profile].escrow.mode !== 'native'
    ? {}
    : { isNative: true, useGas: false }

/** The `chain.json` entry that leads a client of a major to a network. */
export function chainEntry(
  sheet: AddressSheet,
  profile: Pick<Profile, 'voucherHub'>,
  { sdk, tee, urls = sheet }: ChainEntryOptions,
): ChainEntry {
  const common = {
    id: String(sheet.chainId),
    host: urls.rpc,
    hub: sheet.hub,
    ipfsGateway: urls.gateway,
    iexecGateway: urls.market,
    pocoSubgraph: urls.subgraph.poco,
    ...(urls.compass ? { compass: urls.compass } : {}),
  }
  // The later client knows one framework and one SMS.
  if (sdk === 9) return { ...common, sms: urls.sms.tdx ?? Object.values(urls.sms)[0]! }
  return {
    ...common,
    sms: urls.sms,
    resultProxy: urls.resultProxy,
    ...(profile.voucherHub && urls.voucherSubgraph
      ? { voucherHub: profile.voucherHub, voucherSubgraph: urls.voucherSubgraph }
      : {}),
    ...(tee ? { defaultTeeFramework: tee } : {}),
    ...(nativeOptions(sheet).isNative ? { native: true, useGas: false } : {}),
  }
}

/** Keys of a chain that client 9 knows; it refuses a file with any other. */
const KNOWN_TO_9 = new Set([
  'id',
  'host',
  'hub',
  'sms',
  'iexecGateway',
  'ipfsGateway',
  'compass',
  'pocoSubgraph',
])

/** Top-level keys that client 9 knows. */
const TOP_KNOWN_TO_9 = new Set(['default', 'allowExperimentalNetworks', 'chains'])

/**
 * Keys of a `chain.json` that make a client refuse the whole file, such as
 * `chains.mine.resultProxy`.
 */
export function refusedKeys({ chains, ...config }: ChainConfig, sdk: ClientMajor): string[] {
  if (sdk !== 9) return []
  const inChains = Object.entries(chains).flatMap(([name, chain]) =>
    Object.entries(chain ?? {})
      .filter(
        ([key, value]) => !KNOWN_TO_9.has(key) || (key === 'sms' && typeof value !== 'string'),
      )
      .map(([key]) => `chains.${name}.${key}`),
  )
  return [...Object.keys(config).filter((key) => !TOP_KNOWN_TO_9.has(key)), ...inChains]
}

/**
 * Puts an entry into what a person's `chain.json` holds already; all else stays as it was, as far
 * as the client takes it.
 */
export function mergeChainConfig(
  config: Partial<ChainConfig>,
  name: string,
  entry: ChainEntry,
  sdk: ClientMajor,
): ChainConfig {
  const merged = Object.entries({ ...config.chains?.[name], ...entry })
  const known = sdk === 9 ? merged.filter(([key]) => KNOWN_TO_9.has(key)) : merged
  return {
    ...config,
    default: name,
    chains: { ...config.chains, [name]: Object.fromEntries(known) },
  }
}
