import type { ClientMajor } from '@iexec-sim/client'
import type { ProfileName } from '@iexec-sim/protocol'
import { afterAll, beforeAll, expect } from 'vitest'
import { OfflineNetwork } from './offline-network.ts'

/** A client on the chain its users use it for. */
export interface ClientChain {
  major: ClientMajor
  profile: ProfileName
  /** Framework the project's `chain.json` names. */
  tee: string | undefined
  isNative: boolean
}

const ALL: ClientChain[] = [
  { major: 8, profile: 'bellecour', tee: 'scone', isNative: true },
  { major: 9, profile: 'arbitrum-sepolia', tee: undefined, isNative: false },
]
const listed = (name: string, all: string): string[] => (process.env[name] ?? all).split(',')
const majors = listed('IEXEC_SIM_SDK', '8,9').map(Number)
const frameworks = listed('IEXEC_SIM_CLIENT_TEE', 'scone,gramine,tdx')

/** Whether this run is about a client and a framework; standard tasks are always part of it. */
export function isWanted(major: ClientMajor, tee: string | undefined): boolean {
  return majors.includes(major) && (tee === undefined || frameworks.includes(tee))
}

/** The clients and chains that this run is about. */
export const CHAINS: readonly ClientChain[] = ALL.filter(({ major }) => majors.includes(major))

/**
 * Networks of both profiles for the tests of a file; none of their processes may have tried to
 * leave the machine.
 */
export function bothChains(): OfflineNetwork {
  const network = new OfflineNetwork()
  beforeAll(() => network.up('--profile', 'bellecour,arbitrum-sepolia'))
  afterAll(async () => {
    await network[Symbol.asyncDispose]()
  })
  afterAll(() => expect(network.escapes()).toEqual([]))
  return network
}
