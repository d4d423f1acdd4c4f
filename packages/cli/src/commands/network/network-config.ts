import { join } from 'node:path'
import { SimError } from '@iexec-sim/base'
import type { Misbehaviours } from '@iexec-sim/faults'
import { readMisbehaviour } from '@iexec-sim/faults/misbehaviours'
import type { Profile } from '@iexec-sim/protocol/profiles'
import {
  assertStateFolder,
  defaultConfig,
  type NetworkConfig,
  offeredStandIn,
  type StandIn,
  withOfficialApps,
  withStandIns,
} from '@iexec-sim/stack/config'
import { type PortOptions, positive, readProfiles } from '../../options.ts'
import { readFaultFile } from '../fault/faults.ts'
import { withChainIds } from './chain-id.ts'
import { bakeFolders, protocolOf } from './protocol-source.ts'
import type { UpOptions } from './up-options.ts'

/**
 * The configurations of the networks that options ask for. The first profile's network lives in the
 * state folder, every other one in a folder of its name inside. Throws what is wrong with them
 * before anything is started.
 */
export async function configsOf(options: UpOptions): Promise<NetworkConfig[]> {
  const protocol = await protocolOf(options.protocol)
  const container = options.inContainer
    ? await (await import('./in-container.ts')).inContainer()
    : {}
  const profiles = withChainIds(readProfiles(options.profile), options.chainId ?? [])
  checkPortProfiles(options.port ?? [], profiles)
  const configs = profiles.map((profile, i) => ({
    ...configOf(options, profile, i === 0),
    ...protocol,
    ...container,
  }))
  for (const config of configs) assertStateFolder(config.stateDir!, config.profile)
  if (options.faults !== undefined) {
    const { checkFaults } = await import('@iexec-sim/stack')
    for (const config of configs) checkFaults(config)
  }
  await bakeFolders(configs)
  return configs
}

/** Throws `BAD_OPTION` for what is no address. */
function collectorOf(value: string): string {
  if (/^https?:$/.test(URL.parse(value)?.protocol ?? '')) return value
  throw new SimError('BAD_OPTION', {
    option: '--otlp',
    value,
    reason: 'an address such as http://127.0.0.1:4318 is required',
  })
}

/** A port that nothing will listen at is a mistake. */
function checkPortProfiles(ports: PortOptions, started: readonly Profile[]): void {
  const names = started.map(({ name }) => name as string)
  const stray = ports.find(({ profile }) => profile !== undefined && !names.includes(profile))
  if (!stray) return
  const value = `${stray.profile}/${stray.name}=${stray.port}`
  throw new SimError('BAD_OPTION', {
    option: '--port',
    value,
    reason: `only ${names.join(', ')} is started`,
  })
}

function configOf(options: UpOptions, profile: Profile, isFirst: boolean): NetworkConfig {
  const plain = defaultConfig(profile)
  const config = options.officialApps ? withOfficialApps(plain) : plain
  const anyPorts = options.anyPort
    ? Object.fromEntries(Object.keys(profile.ports).map((name) => [name, 0]))
    : {}
  const ports = (options.port ?? []).filter(
    (port) => (port.profile ?? (isFirst ? profile.name : '')) === profile.name,
  )
  return {
    ...config,
    stateDir: isFirst ? options.state : join(options.state, profile.name),
    ports: { ...anyPorts, ...Object.fromEntries(ports.map(({ name, port }) => [name, port])) },
    allowedOrigins: options.allowOrigin ?? [],
    allowedHosts: options.allowHost ?? [],
    inputHosts: options.inputHost ?? [],
    standIns: withStandIns(config.standIns, (options.standIn ?? []).map(readStandIn)),
    limits: {
      ...config.limits,
      ...(options.memory ? { memoryBytes: positive('--memory', options.memory) * 1024 ** 2 } : {}),
      ...(options.maxResultBytes
        ? { maxResultBytes: positive('--max-result-bytes', options.maxResultBytes) }
        : {}),
    },
    workers: workersOf(options),
    misbehaviours: misbehavioursOf(options),
    ...(options.faults === undefined ? {} : { faults: readFaultFile(options.faults) }),
    ...(options.otlp === undefined ? {} : { otlp: collectorOf(options.otlp) }),
    ...(options.seed === undefined ? {} : { seed: options.seed }),
    logLevel: options.logLevel,
    ...(options.marketRateLimit === undefined
      ? {}
      : { marketRateLimit: positive('--market-rate-limit', options.marketRateLimit) }),
    ...(options.rpcGasCap === undefined
      ? {}
      : { rpcGasCap: BigInt(positive('--rpc-gas-cap', options.rpcGasCap)) }),
    tls: options.tls ?? false,
    harden: options.harden ?? false,
    fastFail: options.fastFail ?? false,
  }
}

/** `HOST=IMAGE`, or the name of a host whose stand-in the simulator brings. */
function readStandIn(value: string): StandIn {
  const [, host, image] = /^([\w.-]+)=(.+)$/.exec(value) ?? []
  return host && image ? { host, image } : offeredStandIn(value)
}

/** Development accounts that are left for workers. */
const MOST_WORKERS = 8

function workersOf({ workers = '2' }: UpOptions): number {
  const count = positive('--workers', workers)
  if (count > MOST_WORKERS)
    throw new SimError('BAD_OPTION', {
      option: '--workers',
      value: workers,
      reason: `the maximum is ${MOST_WORKERS}`,
    })
  return count
}

function misbehavioursOf(options: UpOptions): Misbehaviours {
  const workers = workersOf(options)
  const entries = (options.misbehave ?? []).map((text) => readMisbehaviour(text, workers))
  // Each actor's own ways alone were let through.
  return Object.fromEntries(entries.map(({ actor, does }) => [actor, does])) as Misbehaviours
}
