import {
  type Address,
  adviceOn,
  type Bytes32,
  concatenateAndHash,
  type Draw,
  describeTask,
  enclaveChallengeRequestHash,
  type Generation,
  type Hex,
  isHashSignedBy,
  randomDraw,
  type SessionSpec,
  type TaskDescription,
  type TaskId,
  type TaskReader,
  type TeeFramework,
  type TeeSessionGenerationError,
  type WorkerpoolAuthorization,
} from '@iexec-sim/protocol'
import type { Recorder } from '@iexec-sim/timeline'
import type { Logger } from 'pino'
import type { ChallengeStore } from '../store/challenge-store.ts'
import type { SecretStore } from '../store/secret-store.ts'
import type { TeePrograms } from '../tee-properties.ts'
import { appStage } from './app-stage.ts'
import { type BulkChain, bulkSlice, type ContentReader } from './bulk.ts'
import { authorizeExecution } from './execution-authorization.ts'
import { postComputeStage } from './post-compute-stage.ts'
import { preComputeStage } from './pre-compute-stage.ts'
import { SessionError } from './session-error.ts'
import { type CarriedSecrets, SessionSecrets } from './session-secrets.ts'
import { signingVariables } from './signing.ts'

/** The framework's provisioning service, as the SMS needs it. */
export interface SessionDepositor {
  /** `host:port` enclaves fetch their variables from. */
  readonly provisioningUrl: string
  /** Deposits a session; rejects when the service refuses or does not answer. */
  deposit(session: SessionSpec): Promise<void>
}

/** Dependencies of the session service. */
export interface SessionServiceOptions {
  /** The one framework of its sessions. */
  framework: TeeFramework
  /** Generation of the protocol's services. */
  generation: Generation
  /** The chain. */
  chain: TaskReader & BulkChain
  /** Source of the lists of bulk deals. */
  content: ContentReader
  /** Stored secrets. */
  secrets: SecretStore
  /** Key pairs of enclaves. */
  challenges: ChallengeStore
  /** The enclave programs around the app. */
  programs: TeePrograms
  /** Client of the provisioning service. */
  depositor: SessionDepositor
  /**
   * Looks at each session before it is deposited; may give another in its place, or throw a
   * {@link SessionError}.
   */
  review?: SessionReview | undefined
  /** Draws the ids of sessions. @default at random */
  draw?: Draw | undefined
  /** Takes down sessions and the secrets they carry. */
  recorder: Recorder
  /** Called with the secrets of each session before it is deposited. */
  onSession?: (carried: CarriedSecrets) => void
  /** Log of the service. */
  log: Logger
}

/** The run of a task that a session is for. */
interface SessionSubject {
  description: TaskDescription
  /** Wallet of the worker that asked for the session. */
  worker: Address
}

/**
 * Looks at a session before it is deposited: returns another in its place, or throws a {@link
 * SessionError}.
 */
export type SessionReview = (
  session: SessionSpec,
  subject: SessionSubject,
) => Promise<SessionSpec | undefined>

/** Address at which an enclave fetches its variables. */
export interface CreatedSession {
  /** 10 random characters, `0000` and the task id. */
  sessionId: string
  /** `host:port` of the provisioning service. */
  secretProvisioningUrl: string
}

const SESSION_ID_ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789'

/** Makes enclave challenges and sessions for tasks whose execution was authorised. */
export class SessionService {
  readonly #options: SessionServiceOptions

  constructor(options: SessionServiceOptions) {
    this.#options = options
  }

  /**
   * The task's enclave challenge; the signature is the workerpool owner's over the task id's hash.
   */
  async challenge(taskId: string, signature: Hex): Promise<Address | TeeSessionGenerationError> {
    const hash = hashOrZero(() => enclaveChallengeRequestHash(taskId as TaskId))
    const execution = await authorizeExecution(this.#options.chain, {
      chainTaskId: taskId,
      hash,
      signature,
    })
    if (typeof execution === 'string') {
      this.#options.log.warn(
        { taskId, reason: execution, expectedHash: hash },
        'enclave challenge refused',
      )
      return execution
    }
    return this.#options.challenges.getOrCreate(
      execution.task.taskId,
      Number(execution.task.finalDeadline) * 1000,
    ).address
  }

  /**
   * Makes a session and deposits it. `workerSignature` is the worker's over the authorization's
   * hash.
   */
  async createSession(
    authorization: WorkerpoolAuthorization,
    workerSignature: string,
  ): Promise<CreatedSession | TeeSessionGenerationError> {
    const { chainTaskId, workerWallet, enclaveChallenge, signature } = authorization
    const hash = hashOrZero(() => concatenateAndHash(workerWallet, chainTaskId, enclaveChallenge))
    if (!isHashSignedBy(hash, workerSignature, workerWallet))
      return this.#refused('INVALID_AUTHORIZATION', chainTaskId)
    const execution = await authorizeExecution(this.#options.chain, {
      chainTaskId,
      hash,
      signature: signature.value,
    })
    if (typeof execution === 'string') return this.#refused(execution, chainTaskId)
    const { framework, recorder } = this.#options
    const step = recorder.begin({
      taskId: execution.task.taskId,
      service: 'sms',
      actor: framework,
      name: 'session-built',
      facts: { worker: workerWallet },
    })
    try {
      const description = await describeTask(
        this.#options.chain,
        execution.task.taskId,
        this.#options.generation,
      )
      if (!description) throw new SessionError('GET_TASK_DESCRIPTION_FAILED')
      const { taskId } = description.task
      const secrets = new SessionSecrets(this.#options.secrets, recorder, {
        framework,
        taskId,
        worker: workerWallet,
      })
      const spec = await this.#spec(description, authorization, secrets)
      const reviewed = await this.#options.review?.(spec, { description, worker: workerWallet })
      const { sessionId } = spec
      this.#options.onSession?.({ sessionId, taskId, stages: secrets.stages })
      const created = await this.#deposit(reviewed ?? spec)
      step.end({ facts: { session: sessionId, stages: Object.keys(spec.stages) } })
      return created
    } catch (error) {
      const reason =
        error instanceof SessionError ? error.reason : 'SECURE_SESSION_GENERATION_FAILED'
      const cause = `TEE_SESSION_GENERATION_${reason}` as const
      step.end({ outcome: 'refused', cause, ...adviceOn(cause) })
      return this.#refused(reason, chainTaskId)
    }
  }

  async #spec(
    description: TaskDescription,
    { workerWallet, enclaveChallenge }: WorkerpoolAuthorization,
    secrets: SessionSecrets,
  ): Promise<SessionSpec> {
    const { framework, generation, programs, challenges } = this.#options
    const { taskId } = description.task
    const signer = { worker: workerWallet, enclaveChallenge, challenge: challenges.get(taskId) }
    // The later generation looks for what a task signs with before anything else.
    if (generation === 'v9') signingVariables(generation, signer)
    const bulk = await bulkSlice(description, {
      ...this.#options,
      secrets: secrets.of('pre-compute'),
    })
    const preCompute = preComputeStage({
      description,
      secrets: secrets.of('pre-compute'),
      program: programs.preCompute,
      signer,
      bulk,
    })
    const app = appStage(description, secrets.of('app'), bulk)
    const postCompute = postComputeStage({
      description,
      secrets: secrets.of('post-compute'),
      program: programs.postCompute,
      signer,
    })
    return {
      sessionId: `${textOf((this.#options.draw ?? randomDraw)(`session of ${taskId}`))}0000${taskId}`,
      framework,
      taskId,
      // The gramine provisioning service knows no pre-compute enclave: such a task fails for want
      // of its dataset.
      stages: {
        ...(preCompute && framework !== 'gramine' ? { 'pre-compute': preCompute } : {}),
        app,
        'post-compute': postCompute,
      },
    }
  }

  async #deposit(session: SessionSpec): Promise<CreatedSession> {
    try {
      await this.#options.depositor.deposit(session)
    } catch (error) {
      this.#options.log.error(
        { sessionId: session.sessionId, reason: (error as Error).message },
        'session could not be deposited',
      )
      throw new SessionError('SECURE_SESSION_STORAGE_CALL_FAILED')
    }
    this.#options.log.info(
      { sessionId: session.sessionId, taskId: session.taskId },
      'session deposited',
    )
    return {
      sessionId: session.sessionId,
      secretProvisioningUrl: this.#options.depositor.provisioningUrl,
    }
  }

  #refused(reason: TeeSessionGenerationError, taskId: string): TeeSessionGenerationError {
    this.#options.log.warn({ taskId, reason }, 'session refused')
    return reason
  }
}

/** Ten letters and digits of what was drawn. */
function textOf(drawn: Bytes32): string {
  const bytes = Buffer.from(drawn.slice(2), 'hex').subarray(0, 10)
  return Array.from(bytes, (byte) => SESSION_ID_ALPHABET[byte % SESSION_ID_ALPHABET.length]).join(
    '',
  )
}

/**
 * Ids that are not hex have no hash; an unsigned hash makes the following checks fail as they
 * should.
 */
function hashOrZero(hash: () => Bytes32): Bytes32 {
  try {
    return hash()
  } catch {
    return `0x${'0'.repeat(64)}`
  }
}
