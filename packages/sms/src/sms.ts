import { join } from 'node:path'
import { type Clock, maskOf, type Secret, SimError } from '@iexec-sim/base'
import type { Draw, Generation, SecretId, TeeFramework } from '@iexec-sim/protocol'
import { type Recorder, recordNothing, type SecretRef, SHORTEST_CANARY } from '@iexec-sim/timeline'
import type { FastifyPluginAsync } from 'fastify'
import type { Logger } from 'pino'
import { CanarySearch } from './canary/canary-search.ts'
import type { SmsChain, SmsContext } from './context.ts'
import { aboutRoutes } from './routes/about.ts'
import { computeSecretRoutes } from './routes/compute-secrets.ts'
import { teeRoutes } from './routes/tee.ts'
import { acceptTextBodies } from './routes/text-body.ts'
import { walletSecretRoutes } from './routes/wallet-secrets.ts'
import type { ContentReader } from './session/bulk.ts'
import type { CarriedSecrets } from './session/session-secrets.ts'
import {
  type SessionDepositor,
  type SessionReview,
  SessionService,
} from './session/session-service.ts'
import { AtRestKey } from './store/at-rest-key.ts'
import { ChallengeStore } from './store/challenge-store.ts'
import { SecretStore } from './store/secret-store.ts'
import type { TeePrograms } from './tee-properties.ts'

/** Options of an SMS. */
export interface SmsOptions {
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
  /** Client of the provisioning service. */
  depositor: SessionDepositor
  /** Source of the lists of bulk deals. */
  content: ContentReader
  /**
   * Looks at each session before it is deposited; may give another in its place, or throw a
   * `SessionError`.
   */
  review?: SessionReview | undefined
  /** Clock that challenges expire by. */
  clock: Clock
  /** Draws the key pairs of enclaves. @default at random */
  draw?: Draw
  /** Takes down sessions and what happens to secrets; no value ever. @default none */
  recorder?: Recorder
  /** Called with the secrets of each session before it is deposited. */
  onSession?: (carried: CarriedSecrets) => void
  /** Log of the service. */
  log: Logger
  /** Folder for its database and key; in memory without. */
  dir?: string
}

/** A Secret Management Service for one TEE framework. */
export class Sms {
  readonly #context: SmsContext
  readonly #key: AtRestKey

  constructor(options: SmsOptions) {
    const { framework, generation, version, chain, programs, clock, log, dir } = options
    const { recorder = recordNothing } = options
    const key =
      dir === undefined ? AtRestKey.ephemeral() : AtRestKey.fromFile(join(dir, 'at-rest.key'))
    this.#key = key
    const path = (name: string) => (dir === undefined ? ':memory:' : join(dir, name))
    const secrets = new SecretStore(path('secrets.db'), key)
    const challenges = new ChallengeStore(path('challenges.db'), key, clock, options.draw)
    const sessions = new SessionService({ ...options, recorder, secrets, challenges })
    this.#context = {
      framework,
      generation,
      version,
      chain,
      programs,
      secrets,
      challenges,
      sessions,
      recorder,
      log,
    }
  }

  /** Its HTTP routes. No route returns a secret value. */
  readonly plugin: FastifyPluginAsync = async (app) => {
    acceptTextBodies(app)
    aboutRoutes(app, this.#context)
    walletSecretRoutes(app, this.#context)
    computeSecretRoutes(app, this.#context)
    teeRoutes(app, this.#context)
  }

  /** Saves its state into a folder; values stay encrypted. */
  save(dir: string): void {
    this.#context.secrets.save(join(dir, 'secrets.json'))
    this.#context.challenges.save(join(dir, 'challenges.json'))
  }

  /** Restores the state of {@link save}. Throws `SNAPSHOT_CORRUPT`. */
  restore(dir: string): void {
    this.#context.secrets.restore(join(dir, 'secrets.json'))
    this.#context.challenges.restore(join(dir, 'challenges.json'))
  }

  /**
   * Rewrites what an SMS with another key has saved as if it were this one's. `key` is the other's,
   * as {@link AtRestKey.exported} wrote it; `'lost'` leaves all secrets out. Throws
   * `SNAPSHOT_LOCKED` when it does not fit.
   */
  adopt(dir: string, key: Secret | 'lost'): void {
    const from = key === 'lost' ? key : AtRestKey.fromText(key.reveal())
    if (!from) throw new SimError('SNAPSHOT_LOCKED', {})
    SecretStore.reseal(join(dir, 'secrets.json'), this.#key, from)
    ChallengeStore.reseal(join(dir, 'challenges.json'), this.#key, from)
  }

  /**
   * Makes a secret a canary, or ends that: a value that {@link canarySearch} looks for. Throws
   * `CANARY_UNSET` and `CANARY_TOO_SHORT`.
   */
  markCanary({ family, owner, name }: SecretId, isCanary: boolean): void {
    const { secrets, recorder, framework } = this.#context
    const id = { family, owner, name }
    const value = secrets.reveal(id)
    const secret = `${family} secret "${name}" of ${owner}`
    if (!value) throw new SimError('CANARY_UNSET', { secret })
    if (isCanary && value.reveal().trim().length < SHORTEST_CANARY)
      throw new SimError('CANARY_TOO_SHORT', { secret, shortest: SHORTEST_CANARY })
    secrets.mark(id, isCanary)
    const kind = isCanary ? 'marked' : 'unmarked'
    recorder.secret({ framework, ...id, kind, via: 'POST /canaries' })
  }

  /** Whether any secret is a canary. */
  get hasCanaries(): boolean {
    return this.#context.secrets.hasCanaries
  }

  /** Looks for those of some secrets that are canaries. Their values do not come out of it. */
  canarySearch(among: readonly SecretRef[]): CanarySearch {
    const { secrets, framework } = this.#context
    const refs = new Map(
      among.map(({ family, owner, name }) => {
        const ref = { framework, family, owner, name }
        return [JSON.stringify(ref), ref]
      }),
    )
    const canaries = [...refs.values()].flatMap((secret) => {
      if (!secrets.isCanary(secret)) return []
      // As sessions carry it: without blanks around a wallet's secret.
      const value =
        secret.family === 'web2' ? secrets.revealTrimmed(secret) : secrets.reveal(secret)
      return value ? [{ secret, value }] : []
    })
    return new CanarySearch(canaries)
  }

  /** Takes the values of some secrets out of texts. They do not come out of it. */
  maskOf(among: readonly SecretId[]): (text: string) => string {
    const values = among.flatMap(({ family, owner, name }) => {
      const value = this.#context.secrets.reveal({ family, owner, name })
      return value ? [value.reveal()] : []
    })
    return maskOf(values)
  }

  /** The key its values are encrypted with at rest. */
  get key(): AtRestKey {
    return this.#key
  }

  close(): void {
    this.#context.secrets.close()
    this.#context.challenges.close()
  }
}
