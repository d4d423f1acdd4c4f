import type { Secret } from '@iexec-sim/base'
import type { TeeFramework } from '../orders/tags.ts'

/** The parts of a TEE task that run in enclaves of their own, in their order. */
export const STAGES = ['pre-compute', 'app', 'post-compute'] as const
/** A part of a TEE task that runs in its own enclave. */
export type Stage = (typeof STAGES)[number]

/** Variables of one stage. */
export interface StageSpec {
  /** 32 bytes of hex without `0x`: only an enclave measured so gets the variables. */
  fingerprint: string
  /** Start command of the enclave, if the framework's session defines one. */
  command: string
  /** Image of the enclave, where the framework's session names it. */
  image?: string
  /** Variables of the stage, by name. */
  environment: Record<string, string | Secret>
}

/** Session that the SMS deposits with a framework's provisioning service for one run of a task. */
export interface SessionSpec {
  /** 10 random characters, `0000` and the task id. */
  sessionId: string
  /** TEE framework that verifies the enclaves. */
  framework: TeeFramework
  /** 32 bytes of hex. */
  taskId: string
  /** Stages by name; `pre-compute` only when there is something to download. */
  stages: { app: StageSpec; 'post-compute': StageSpec; 'pre-compute'?: StageSpec }
}
