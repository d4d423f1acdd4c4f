import type { Address, Generation, TaskReader, TeeFramework } from '@iexec-sim/protocol'
import type { Recorder } from '@iexec-sim/timeline'
import type { Logger } from 'pino'
import type { BulkChain } from './session/bulk.ts'
import type { SessionService } from './session/session-service.ts'
import type { ChallengeStore } from './store/challenge-store.ts'
import type { SecretStore } from './store/secret-store.ts'
import type { TeePrograms } from './tee-properties.ts'

/** The chain as the SMS reads it; the hub client is one. */
export interface SmsChain extends TaskReader, BulkChain {
  /** Returns the owner of an asset; `undefined` if there is no asset at the address. */
  ownerOf(asset: Address): Promise<Address | undefined>
}

/** Shared context of the routes of one SMS. */
export interface SmsContext {
  /** The one framework this SMS serves. */
  framework: TeeFramework
  /** Generation of the protocol's services. */
  generation: Generation
  /** Version text it returns. */
  version: string
  /** The chain. */
  chain: SmsChain
  /** The enclave programs whose properties it publishes. */
  programs: TeePrograms
  /** Stored secrets. */
  secrets: SecretStore
  /** Key pairs of enclaves. */
  challenges: ChallengeStore
  /** Builds and deposits sessions. */
  sessions: SessionService
  /** Takes down what happens to secrets. */
  recorder: Recorder
  /** Log of the service. */
  log: Logger
}
