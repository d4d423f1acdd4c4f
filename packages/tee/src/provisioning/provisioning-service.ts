import { timingSafeEqual } from 'node:crypto'
import { type Clock, Secret, SimError } from '@iexec-sim/base'
import type { Stage, TaskId } from '@iexec-sim/protocol'
import { type Recorder, recordNothing, type StepEnd, type StepStart } from '@iexec-sim/timeline'
import type { Logger } from 'pino'
import type { ProvisionedSession, TeeDriver } from '../drivers/driver.ts'
import type { EvidenceStatement, RefusalReason } from '../evidence/evidence.ts'
import { type SealedText, seal } from '../evidence/sealing.ts'
import { verifyEvidence } from '../evidence/verify.ts'
import { type NoncePurpose, NonceStore } from './nonce-store.ts'
import { SessionStore } from './session-store.ts'

/** Options of a {@link ProvisioningService}. */
export interface ProvisioningOptions {
  /** The framework and its form of sessions. */
  driver: Pick<TeeDriver, 'framework' | 'parseSession'>
  /** Certificates (PEM) of the roots whose platforms are believed; asked for with evidence. */
  roots: () => Promise<readonly string[]>
  /** Credential that a depositor must present. Random, one per network. */
  credential: Secret
  /** Clock that nonces, evidence and sessions expire by. */
  clock: Pick<Clock, 'now'>
  /** Log of the service. */
  log: Logger
  /** Takes down deposits and attestations as steps of their tasks. @default none */
  recorder?: Recorder
  /** Called with each decision on evidence that names a session. */
  onDecision?: (decision: Decision) => void
  /** Validity of a nonce and the evidence made for it. @default 60 seconds */
  evidenceLifetimeMs?: number
  /** Retention of a session. @default 7 days, longer than any task may take */
  sessionLifetimeMs?: number
}

/** A decision on evidence. */
export interface Decision {
  /** Session that the evidence named. */
  sessionId: string
  /** Stage whose variables it asked for. */
  stage: Stage
  /** Fingerprint that it stated. */
  fingerprint: string
  /** Why nothing was released; absent when the variables were. */
  refused?: RefusalReason
}

/** Outcome of a deposit. */
export type DepositOutcome = 'created' | 'unauthorized' | 'duplicate' | 'malformed'

/** Response to an enclave: its start command and variables, sealed; or the reason of a refusal. */
export type AttestationOutcome = { sealed: SealedText } | { refused: RefusalReason }

/** Content of the sealed text, as JSON. */
export interface Provisions {
  /** Start command of the enclave, if the framework's session defines one. */
  command: string
  /** Variables of the stage, by name. */
  environment: Record<string, string>
}

/**
 * A framework's provisioning service: the part CAS plays for scone and SPS for gramine. Keeps what
 * was deposited and releases a stage's variables only to an enclave whose evidence proves that it
 * is the one the session names.
 */
export class ProvisioningService {
  readonly #options: ProvisioningOptions
  readonly #sessions: SessionStore
  readonly #nonces: NonceStore
  readonly #evidenceLifetimeMs: number

  constructor(options: ProvisioningOptions) {
    const { clock, evidenceLifetimeMs = 60_000, sessionLifetimeMs = 7 * 86_400_000 } = options
    this.#options = options
    this.#evidenceLifetimeMs = evidenceLifetimeMs
    this.#sessions = new SessionStore(clock, sessionLifetimeMs)
    this.#nonces = new NonceStore(clock, evidenceLifetimeMs)
  }

  /** Whether a depositor may deposit; takes the same time for any credential. */
  mayDeposit(credential: string): boolean {
    const [given, expected] = [
      Buffer.from(credential),
      Buffer.from(this.#options.credential.reveal()),
    ]
    return given.length === expected.length && timingSafeEqual(given, expected)
  }

  /** Takes a session in the framework's form. */
  deposit(credential: string, text: string): DepositOutcome {
    const { log, driver } = this.#options
    if (!this.mayDeposit(credential)) {
      log.warn('session refused: the depositor is not known')
      return 'unauthorized'
    }
    const session = this.#parse(text)
    if (!session) {
      log.warn(`session refused: not a session of ${driver.framework}`)
      return 'malformed'
    }
    const added = this.#sessions.add(session)
    const { sessionId } = session
    const stages = Object.keys(session.stages)
    if (added) log.info({ sessionId, stages }, 'session deposited')
    else log.warn({ sessionId }, 'session refused: its id is taken')
    this.#note(sessionId, {
      name: 'session-stored',
      facts: { session: sessionId, stages },
      ...(added ? {} : { outcome: 'refused', reason: 'The id of the session is taken.' }),
    })
    return added ? 'created' : 'duplicate'
  }

  /** A nonce for one attestation of one stage. Whether there is such a session is not said here. */
  nonce(purpose: NoncePurpose): string {
    return this.#nonces.issue(purpose)
  }

  /** Verifies evidence and releases the variables of the stage it proves. */
  async attest(evidence: string): Promise<AttestationOutcome> {
    const { clock, roots, log } = this.#options
    const statement = await verifyEvidence(evidence, {
      roots: await roots(),
      now: clock.now(),
      maxAgeMs: this.#evidenceLifetimeMs,
    })
    if (typeof statement === 'string') return this.#refuse(statement)
    const provisions = this.#provisionsFor(statement)
    if (typeof provisions === 'string') return this.#refuse(provisions, statement)
    const { sessionId, stage, enclaveKey } = statement
    const sealed = trySeal(JSON.stringify(provisions), enclaveKey, sealingContext(statement))
    if (!sealed) return this.#refuse('MALFORMED_EVIDENCE', statement)
    log.info(
      { sessionId, stage, variables: Object.keys(provisions.environment).length },
      'variables released',
    )
    this.#decided(statement)
    return { sealed }
  }

  #provisionsFor(statement: EvidenceStatement): Provisions | RefusalReason {
    const { nonce, sessionId, stage, framework, fingerprint } = statement
    const purpose = this.#nonces.use(nonce)
    if (!purpose) return 'UNKNOWN_NONCE'
    if (purpose.sessionId !== sessionId) return 'NONCE_OF_ANOTHER_SESSION'
    if (purpose.stage !== stage) return 'NONCE_OF_ANOTHER_STAGE'
    const session = this.#sessions.get(sessionId)
    if (!session) return 'UNKNOWN_SESSION'
    if (framework !== this.#options.driver.framework) return 'WRONG_FRAMEWORK'
    const spec = Object.hasOwn(session.stages, stage) ? session.stages[stage] : undefined
    if (!spec) return 'UNKNOWN_STAGE'
    if (spec.fingerprint !== fingerprint) return 'WRONG_FINGERPRINT'
    return { command: spec.command, environment: revealed(spec.environment) }
  }

  #refuse(reason: RefusalReason, statement?: EvidenceStatement): AttestationOutcome {
    const { sessionId, stage, fingerprint } = statement ?? {}
    this.#options.log.warn({ reason, sessionId, stage, fingerprint }, 'evidence refused')
    if (statement) this.#decided(statement, reason)
    return { refused: reason }
  }

  #decided({ sessionId, stage, fingerprint }: EvidenceStatement, refused?: RefusalReason): void {
    const expected = this.#sessions.get(sessionId)?.stages[stage]?.fingerprint
    this.#note(sessionId, {
      name: 'evidence-verified',
      facts: { stage, fingerprint, ...(expected === undefined ? {} : { expected }) },
      ...(refused === undefined ? {} : { outcome: 'refused', cause: refused }),
    })
    const decision = { sessionId, stage, fingerprint }
    this.#options.onDecision?.(refused === undefined ? decision : { ...decision, refused })
  }

  #note(
    sessionId: string,
    step: Pick<StepStart & StepEnd, 'name' | 'facts' | 'outcome' | 'cause' | 'reason'>,
  ): void {
    const { recorder = recordNothing, driver } = this.#options
    const taskId = TASK_OF_SESSION.exec(sessionId)?.[1] as TaskId | undefined
    if (taskId) recorder.note({ taskId, service: 'provisioning', actor: driver.framework, ...step })
  }

  #parse(text: string): ProvisionedSession | undefined {
    try {
      return this.#options.driver.parseSession(text)
    } catch (error) {
      if (error instanceof SimError && error.code === 'SESSION_MALFORMED') return undefined
      throw error
    }
  }
}

/** A session's id ends with that of its task. */
const TASK_OF_SESSION = /0000(0x[0-9a-f]{64})$/

/** Context of sealed variables: they open for one stage of one session and one nonce. */
export function sealingContext({
  sessionId,
  stage,
  nonce,
}: NoncePurpose & { nonce: string }): string {
  return JSON.stringify([sessionId, stage, nonce])
}

/** The step from the session to the sealed text: nothing between the two keeps the values. */
function revealed(environment: Record<string, string | Secret>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(environment).map(([name, value]) => [
      name,
      value instanceof Secret ? value.reveal() : value,
    ]),
  )
}

/** The enclave's key is the evidence's own word: it may be no key at all. */
function trySeal(text: string, enclaveKey: string, context: string): SealedText | undefined {
  try {
    return seal(text, enclaveKey, context)
  } catch {
    return undefined
  }
}
