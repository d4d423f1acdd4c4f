import type { Address, Generation, TaskReader, TeeFramework } from '@iexec-sim/protocol'
import type { Logger } from 'pino'
import type { BulkChain } from './session/bulk.ts'
import type { SessionService } from './session/session-service.ts'
import type { ChallengeStore } from './store/challenge-store.ts'
import type { SecretStore } from './store/secret-store.ts'
import type { TeePrograms } from './tee-properties.ts'

/** The chain as the SMS reads it; the hub client is one. */
export interface SmsChain extends TaskReader, BulkChain {
  ownerOf(asset: Address): Promise<Address | undefined>
}

/** Shared context of the routes of one SMS. */
export interface SmsContext {
  framework: TeeFramework
  generation: Generation
  version: string
  chain: SmsChain
  programs: TeePrograms
  secrets: SecretStore
  challenges: ChallengeStore
  sessions: SessionService
  log: Logger
}
