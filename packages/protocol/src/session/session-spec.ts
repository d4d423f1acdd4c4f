import type { Secret } from '@iexec-sim/base'
import type { TeeFramework } from '../orders/tags.ts'

/** The parts of a TEE task that run in enclaves of their own, in their order. */
export const STAGES = ['pre-compute', 'app', 'post-compute'] as const
/** A part of a TEE task that runs in its own enclave. */
export type Stage = (typeof STAGES)[number]

/** What one stage may see. */
export interface StageSpec {
  /** 32 bytes of hex without `0x`: only an enclave measured so gets the variables. */
  fingerprint: string
  /** How the enclave is started, where the framework's session says so. */
  command: string
  /** Image of the enclave, where the framework's session names it. */
  image?: string
  environment: Record<string, string | Secret>
}

/** What the SMS deposits with a framework's provisioning service for one run of a task. */
export interface SessionSpec {
  /** 10 random characters, `0000` and the task id. */
  sessionId: string
  framework: TeeFramework
  /** 32 bytes of hex. */
  taskId: string
  stages: { app: StageSpec; 'post-compute': StageSpec; 'pre-compute'?: StageSpec }
}
