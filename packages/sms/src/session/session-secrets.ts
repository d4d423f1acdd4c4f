import type { Secret } from '@iexec-sim/base'
import {
  RESERVED_SECRETS,
  type SecretId,
  type Stage,
  type TaskId,
  type TeeFramework,
} from '@iexec-sim/protocol'
import type { Recorder, SecretRef } from '@iexec-sim/timeline'
import { isPublic } from '../store/is-public.ts'
import type { SecretStore } from '../store/secret-store.ts'

/** Secrets as the stages of a session read them. */
export type SecretReader = Pick<SecretStore, 'reveal' | 'revealTrimmed'>

/** Which secrets the stages of a session carry: their identities, never their values. */
export interface CarriedSecrets {
  /** Id of the session. */
  sessionId: string
  /** Its task. */
  taskId: TaskId
  /** Secrets by the stage that gets them. */
  stages: Partial<Record<Stage, SecretRef[]>>
}

/** The session that secrets are read for. */
interface SessionOf {
  framework: TeeFramework
  taskId: TaskId
  /** Wallet of the worker that asked for it. */
  worker: string
}

/** Reads the secrets of one session, and takes down which of them it carries and which are missing. */
export class SessionSecrets {
  readonly #store: SecretReader
  readonly #recorder: Recorder
  readonly #session: SessionOf
  /** Secrets that were found, by stage. */
  readonly stages: Partial<Record<Stage, SecretRef[]>> = {}

  constructor(store: SecretReader, recorder: Recorder, session: SessionOf) {
    this.#store = store
    this.#recorder = recorder
    this.#session = session
  }

  /** The secrets as a stage reads them. */
  of(stage: Stage): SecretReader {
    return {
      reveal: (id) => this.#noted(stage, id, this.#store.reveal(id)),
      revealTrimmed: (id) => this.#noted(stage, id, this.#store.revealTrimmed(id)),
    }
  }

  #noted(stage: Stage, id: SecretId, value: Secret | undefined): Secret | undefined {
    if (isPublic(id) || (!value && mayBeMissing(id))) return value
    const { framework, taskId, worker } = this.#session
    const secret = { framework, ...id }
    if (value) this.stages[stage] = [...(this.stages[stage] ?? []), secret]
    const kind = value ? 'requested' : 'missing'
    this.#recorder.secret({ ...secret, kind, taskId, stage, worker, via: 'POST /tee/sessions' })
    return value
  }
}

/** Values that are looked for in every session and that few have. */
const mayBeMissing = ({ family, name }: SecretId): boolean =>
  family === 'app' || (family === 'web2' && name === RESERVED_SECRETS.ipfsToken)
