import type { Engine } from '@iexec-sim/docker'
import type { Stage } from '@iexec-sim/protocol'
import { noTask, type StepEnd, type TaskRecorder, timed } from '@iexec-sim/timeline'
import type { SessionAddress, TeeDriver } from '../drivers/driver.ts'
import type { Platform } from '../evidence/platform.ts'
import { type AppEnclave, type AppRun, runAppEnclave } from './app-enclave.ts'
import { attest } from './attestation.ts'
import { type ProgramLimits, ProgramProcess, type ProgramRun } from './program-process.ts'

/** Options of an {@link EnclaveLauncher}. */
export interface EnclaveLauncherOptions {
  /** Engine that runs app containers. */
  engine: Engine
  /** Specifics of the framework. */
  driver: TeeDriver
  /** Platform that signs the evidence of its enclaves. */
  platform: Platform
}

/** A stage that is one of our own programs. */
export type ProgramStage = Exclude<Stage, 'app'>

/** Options of running a program. */
export interface ProgramRequest extends SessionAddress, ProgramLimits {
  /** The worker's parameters for the program: paths and addresses, no secrets. */
  parameters: object
  /** Takes down the steps of the enclave. @default none */
  steps?: TaskRecorder | undefined
}

/**
 * A program whose process runs already and waits to be told what to do. Either `run` or `cancel`
 * it, once.
 */
export interface PreparedProgram {
  /** Attests the program and runs it; throws `AttestationRefused`. */
  run(request: ProgramRequest): Promise<ProgramRun>
  /** Ends the process unused. */
  cancel(): void
}

/**
 * Starts the enclaves of one framework: measures what is to run, attests it, and alone opens what
 * is released to it. Nothing here logs, and what it returns holds no variable.
 */
export class EnclaveLauncher {
  readonly #options: EnclaveLauncherOptions

  constructor(options: EnclaveLauncherOptions) {
    this.#options = options
  }

  /**
   * Runs an app in a container. Throws `AttestationRefused`, `PROVISIONING_UNREACHABLE` or an error
   * of the engine.
   */
  runApp(app: AppEnclave): Promise<AppRun> {
    return runAppEnclave(this.#options, app)
  }

  /** Starts a program's process ahead of time, so that its start is over when it is needed. */
  prepareProgram({
    stage,
    bundlePath,
  }: {
    stage: ProgramStage
    bundlePath: string
  }): PreparedProgram {
    const { driver, platform } = this.#options
    const process = new ProgramProcess(bundlePath)
    const run = async ({
      sessionId,
      provisioningUrl,
      parameters,
      timeLimitMs,
      signal,
      steps = noTask,
    }: ProgramRequest) => {
      try {
        const fingerprint = await timed(
          steps,
          { service: 'enclave', name: 'measured', facts: { stage } },
          () => driver.measureProgram(bundlePath, stage),
          (measured) => ({ facts: { fingerprint: measured } }),
        )
        const session = { sessionId, provisioningUrl }
        const { framework } = driver
        const { environment } = await attest({
          ...session,
          framework,
          stage,
          fingerprint,
          platform,
          signal,
          steps,
        })
        return await timed(
          steps,
          { service: 'enclave', name: 'program-ran', facts: { stage } },
          () => process.run({ variables: environment, parameters }, { timeLimitMs, signal }),
          endOf,
        )
      } finally {
        process.kill()
      }
    }
    return { run, cancel: () => process.kill() }
  }

  /**
   * Runs one of the programs around an app as a child process. Throws `AttestationRefused` or
   * `PROVISIONING_UNREACHABLE`.
   */
  runProgram({
    stage,
    bundlePath,
    ...request
  }: ProgramRequest & { stage: ProgramStage; bundlePath: string }): Promise<ProgramRun> {
    return this.prepareProgram({ stage, bundlePath }).run(request)
  }
}

const endOf = ({ exitCode, timedOut }: ProgramRun): StepEnd => ({
  outcome: exitCode === 0 ? 'done' : 'failed',
  facts: { ...(exitCode === undefined ? {} : { exitCode }), ...(timedOut ? { timedOut } : {}) },
})
