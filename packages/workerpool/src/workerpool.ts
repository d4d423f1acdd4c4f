import { join } from 'node:path'
import type { Clock } from '@iexec-sim/base'
import { KeyedQueue } from '@iexec-sim/base'
import {
  type Address,
  type Bytes32,
  type DealId,
  type Draw,
  type Generation,
  type MessageSigner,
  randomDraw,
  type TaskId,
  type TeeFramework,
  type TypedDataSigner,
  WalletChallenges,
} from '@iexec-sim/protocol'
import { SmsClient } from '@iexec-sim/sms/client'
import { type Recorder, recordNothing } from '@iexec-sim/timeline'
import type { FastifyPluginAsync } from 'fastify'
import type { Logger } from 'pino'
import { Notifier } from './notifier.ts'
import type {
  PoolChain,
  PoolWriter,
  ResultLookup,
  SchedulerMisbehaviourOf,
} from './pool-context.ts'
import type { WorkerModel } from './replicate-supply.ts'
import { internalRoutes } from './routes/internals.ts'
import { notificationRoutes } from './routes/notifications.ts'
import { publicRoutes } from './routes/public.ts'
import type { ServiceContext } from './routes/service-context.ts'
import { workerRoutes } from './routes/worker.ts'
import { Scheduler } from './scheduler.ts'
import type { Stranger } from './stranger.ts'
import type { TaskBook } from './tasks/task-book.ts'
import { TaskStore } from './tasks/task-store.ts'
import { WorkerLogins } from './worker-logins.ts'

/** Milliseconds a requester can read logs with one signed challenge. */
const LOG_CHALLENGE_LIFE_MS = 60 * 60_000

/** Options of a workerpool. */
export interface WorkerpoolOptions {
  /** Contract of the pool. */
  workerpool: Address
  /** Id of the chain. */
  chainId: number
  /** Generation of the protocol's services. */
  generation: Generation
  /** Version text it returns. */
  version: string
  /** Signs authorizations: the workerpool's owner. */
  owner: MessageSigner & TypedDataSigner
  /** The hub its orders are for. */
  hub: Address
  /** Reads the chain. */
  chain: PoolChain
  /** Sends the owner's transactions. */
  writer: PoolWriter
  /** URL of the SMS per framework it serves. */
  sms: Partial<Record<TeeFramework, string>>
  /** Looks up uploaded results. */
  results: ResultLookup
  /** URL of the result proxy of the pool. */
  resultProxyUrl: string
  /** Wallets that may work for it. */
  workers: readonly Address[]
  /** Misbehaviour of the scheduler. @default none */
  misbehaviour?: SchedulerMisbehaviourOf
  /** Whom a scheduler that authorises an unknown worker lets in. */
  stranger?: Stranger
  /** Draws who uploads a result. @default at random */
  draw?: Draw
  /**
   * Ranks the workers that could be given a task; the highest comes first. @default the first to
   * ask
   */
  rank?: ((name: string) => Bytes32) | undefined
  /** Bearer token of the control routes. */
  controlToken: string
  /** The network's clock. */
  clock: Clock
  /**
   * Moves the network's clock to a moment, to end tasks that can no longer succeed. @default they
   * wait for their deadline
   */
  skipTo?: ((ms: number) => Promise<unknown>) | undefined
  /** Takes down the scheduler's decisions about tasks. @default none */
  recorder?: Recorder
  /** Called after each change of a task. */
  onChange?: (taskId: TaskId) => void
  /** Log of the pool. */
  log: Logger
  /** Folder for its database; in memory without. */
  dir?: string
}

/** The scheduler of one workerpool, with the pool's HTTP routes. */
export class Workerpool {
  readonly #store: TaskStore
  readonly #scheduler: Scheduler
  readonly #routes: ServiceContext
  #url = ''

  constructor(options: WorkerpoolOptions) {
    const { clock, workers, version, chainId, dir } = options
    this.#store = new TaskStore(dir === undefined ? ':memory:' : join(dir, 'tasks.db'))
    const notifier = new Notifier()
    const sms = Object.fromEntries(
      Object.entries(options.sms).map(([framework, url]) => [
        framework,
        { url, client: new SmsClient(url) },
      ]),
    )
    this.#scheduler = new Scheduler({
      draw: randomDraw,
      recorder: recordNothing,
      ...options,
      sms,
      notifier,
      store: this.#store,
      queue: new KeyedQueue(),
    })
    const { onChange } = options
    if (onChange) this.#scheduler.lifecycle.onChange.add(({ taskId }) => onChange(taskId))
    this.#routes = {
      version,
      chainId,
      workerpool: options.workerpool,
      resultProxyUrl: options.resultProxyUrl,
      controlToken: options.controlToken,
      store: this.#store,
      scheduler: this.#scheduler,
      notifier,
      clock,
      logins: new WorkerLogins({ workers, clock, version }),
      logChallenges: new WalletChallenges({
        domain: 'iExec Core',
        chainId,
        clock,
        lifeMs: LOG_CHALLENGE_LIFE_MS,
        text: (random) => random.toString('base64'),
      }),
      workers: new Map<Address, WorkerModel>(),
      url: () => this.#url,
    }
  }

  /** Its HTTP routes. */
  readonly plugin: FastifyPluginAsync = async (app) => {
    publicRoutes(app, this.#routes)
    workerRoutes(app, this.#routes)
    notificationRoutes(app, this.#routes)
    await app.register(async (scope) => internalRoutes(scope, this.#routes))
  }

  /** The tasks it knows, to read; each is the scheduler's own, and goes on. */
  get tasks(): TaskBook {
    const { onChange } = this.#scheduler.lifecycle
    return {
      all: () => this.#store.all(),
      get: (taskId) => this.#store.get(taskId),
      listen: (listener) => {
        onChange.add(listener)
        return () => void onChange.delete(listener)
      },
      workersAlive: () => this.#routes.notifier.alive(),
    }
  }

  /** Takes the pool's own URL and resumes the tasks of a former process. */
  start(url: string): void {
    this.#url = url
    this.#scheduler.resume()
  }

  /** The block whose deals were all taken up; an event feed goes on after it. */
  get block(): number {
    return this.#store.block
  }

  /** Takes up the deals and the task events of a range of blocks. */
  async onBlocks(
    toBlock: number,
    deals: readonly DealId[],
    tasks: readonly TaskId[],
  ): Promise<void> {
    for (const deal of deals) await this.#scheduler.onDeal(deal)
    for (const task of new Set(tasks)) this.#scheduler.onTaskEvent(task)
    this.#store.block = toBlock
  }

  /** Leaves all tasks as they are until {@link resume}. */
  pause(): Promise<void> {
    return this.#scheduler.rest()
  }

  /** Writes its tasks into a folder. */
  save(dir: string): void {
    this.#store.saveTo(join(dir, 'tasks.json'))
  }

  /** Restores the state of {@link save}, while it is paused. Throws `SNAPSHOT_CORRUPT`. */
  restore(dir: string): void {
    this.#store.restoreFrom(join(dir, 'tasks.json'))
  }

  /** Goes on with the tasks it has; running replicates are lost, as if the workers had gone. */
  resume(): void {
    this.#scheduler.resume()
  }

  /** Stops scheduling and closes the database. */
  async close(): Promise<void> {
    await this.#scheduler.rest()
    this.#store.close()
  }
}
