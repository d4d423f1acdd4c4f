import { SimError } from '@iexec-sim/base'
import {
  type AddressSheet,
  askControl,
  markCanary,
  readTimeline,
  type StandInCall,
  standInCalls,
} from '@iexec-sim/client'
import { connectAsOwner, type OwnedEngine } from '@iexec-sim/client/owner'
import { Requester, resultFiles } from '@iexec-sim/client/requester'
import type { Misbehaviour } from '@iexec-sim/faults'
import { type DealId, encodeTag, type TaskId, type TeeFramework } from '@iexec-sim/protocol'
import type { TaskDetails } from '@iexec-sim/workerpool/client'
import { leakOf } from './leak-of.ts'
import { NetworkFaults } from './network-faults.ts'
import type { HeldNetwork } from './network-host.ts'
import { NetworkSnapshots } from './network-snapshots.ts'
import { NetworkTime } from './network-time.ts'
import { PRISTINE } from './pristine.ts'
import { RunResult } from './run-result.ts'
import type { TestApp } from './test-app.ts'
import { TestWallet } from './test-wallet.ts'

/** Options of a run. */
export interface RunOptions {
  /**
   * Requester secrets by the numbers the app knows them under, to the names they were pushed with.
   */
  secrets?: Record<number, string>
  /** Arguments of the app. @default none */
  args?: string
  /** More deal params, by the names they have on chain. */
  params?: Record<string, unknown>
  /** Category of the task: 0 (XS) has five minutes. @default 0 */
  category?: number
  /** Trust that the workers have to reach. @default 1 */
  trust?: number
  /** The requester. @default the first wallet */
  wallet?: TestWallet
}

/** A running network for tests. */
export class TestNetwork implements AsyncDisposable {
  /** Addresses: URLs, contracts, accounts. */
  readonly sheet: AddressSheet
  /** Funded wallets that neither the pool nor a worker uses. */
  readonly wallets: readonly [TestWallet, ...TestWallet[]]
  readonly time: NetworkTime
  readonly snapshots: NetworkSnapshots
  readonly faults: NetworkFaults
  readonly #held: HeldNetwork
  readonly #owned: OwnedEngine

  private constructor(
    held: HeldNetwork,
    owned: OwnedEngine,
    wallets: readonly [TestWallet, ...TestWallet[]],
  ) {
    this.#held = held
    this.#owned = owned
    this.sheet = held.network.sheet
    this.wallets = wallets
    this.time = new NetworkTime(held.network)
    this.snapshots = new NetworkSnapshots(held.network)
    this.faults = new NetworkFaults(held.network)
  }

  /** Makes the handle of a network that is held; it is released with it. @internal */
  static open(held: HeldNetwork): TestNetwork {
    const { network } = held
    const { sheet } = network
    const owned = connectAsOwner('testing')
    const taken = new Set([
      sheet.accounts[1]?.address,
      ...sheet.workers.map(({ address }) => address),
    ])
    const wallets = sheet.accounts
      .filter(({ address }) => !taken.has(address))
      .map(
        ({ privateKey }) => new TestWallet(new Requester(network, owned.engine, privateKey), sheet),
      )
    return new TestNetwork(held, owned, wallets as [TestWallet, ...TestWallet[]])
  }

  /**
   * Pushes a requester secret to the SMS of a framework, or to every one. Throws `SECRET_EXISTS`:
   * secrets cannot be changed. With `canary` the network looks for the value in what tasks leave
   * behind, and `leaks` of a result has where it was found.
   */
  async pushSecret(
    name: string,
    value: string,
    {
      tee,
      wallet = this.wallets[0],
      canary = false,
    }: { tee?: TeeFramework; wallet?: TestWallet; canary?: boolean } = {},
  ): Promise<void> {
    const frameworks = tee ? [tee] : (Object.keys(this.sheet.sms) as TeeFramework[])
    await Promise.all(
      frameworks.map(async (framework) => {
        const pushed = await wallet.requester
          .sms(framework)
          .pushRequesterSecret(wallet.requester.wallet, name, value)
        if (pushed === 'exists')
          throw new SimError('SECRET_EXISTS', { name, owner: wallet.address })
        const owner = wallet.address.toLowerCase()
        if (canary)
          await markCanary(this.#held.network, { framework, family: 'requester', owner, name })
      }),
    )
  }

  /**
   * Puts a local image on the chain as an app; for a TEE its variant is made first, if it has none
   * yet.
   */
  async app(
    image: string,
    { tee, wallet = this.wallets[0] }: { tee?: TeeFramework; wallet?: TestWallet } = {},
  ): Promise<TestApp> {
    const prepared = await wallet.requester.prepare(image, tagOf(tee))
    return { ...prepared, address: await wallet.requester.deployApp(prepared), tee }
  }

  /** Runs an app and waits for its end, success or failure. */
  async run(app: TestApp, options: RunOptions = {}): Promise<RunResult> {
    const { dealId, taskId } = await this.match(app, options)
    return this.outcome(dealId, taskId, options.wallet)
  }

  /** Matches a deal of one task and does not wait for it. */
  async match(app: TestApp, options: RunOptions = {}): Promise<{ dealId: DealId; taskId: TaskId }> {
    const {
      secrets = {},
      args,
      params,
      category = 0,
      trust = 0,
      wallet = this.wallets[0],
    } = options
    const request = {
      image: app.image,
      tag: tagOf(app.tee),
      secrets: Object.fromEntries(Object.entries(secrets)),
      category: BigInt(category),
      trust: BigInt(trust),
      ...(args === undefined ? {} : { args }),
      ...(params === undefined ? {} : { params }),
    }
    const { dealId, taskId } = await wallet.requester.match(request, app)
    return { dealId, taskId }
  }

  /** Waits for a task's end, or until nothing can come of it. */
  async outcome(
    dealId: DealId,
    taskId: TaskId,
    wallet: TestWallet = this.wallets[0],
  ): Promise<RunResult> {
    const { requester } = wallet
    let task: TaskDetails | undefined
    for await (const seen of requester.follow(taskId)) task = seen
    const onchain = await requester.onchainTask(taskId)
    const replicates = task?.replicates ?? []
    const failed = replicates.find(({ updates }) => updates.some(({ cause }) => cause))
    return new RunResult({
      dealId,
      taskId,
      status: onchain?.status ?? 'UNSET',
      cause: failed?.updates.find(({ cause }) => cause)?.cause,
      reason: failed?.diagnosis?.reason ?? task?.diagnosis?.reason,
      logs: replicates.flatMap(({ logs }) => (logs ? [logs] : [])),
      leaks: (await readTimeline(this.#held.network, taskId)).findings.map(leakOf),
      files: (onchain && (await resultFiles(this.sheet.gateway, onchain.results))) ?? {},
    })
  }

  /**
   * Makes a worker or the scheduler misbehave, in one task or in all:
   * `misbehave('worker-1', 'wrong-digest')`. Reset ends it.
   */
  async misbehave(
    actor: string,
    does: Misbehaviour,
    scope: { deal?: DealId; task?: TaskId } = {},
  ): Promise<void> {
    await askControl(this.#held.network, 'POST', '/misbehaviours', {
      body: { actor, does, ...scope },
    })
  }

  /** The built-in stand-in of an outside host, see the option `standIns`. */
  standIn(host: string): { calls(): Promise<StandInCall[]> } {
    return { calls: () => standInCalls(this.#held.network, host) }
  }

  /** Resets the network to its state before the first use. */
  async reset(): Promise<void> {
    await this.snapshots.restore(PRISTINE)
  }

  /** Gives the network back, or ends it. */
  async close(): Promise<void> {
    await this.#owned[Symbol.asyncDispose]()
    await this.#held.release()
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close()
  }
}

const tagOf = (tee: TeeFramework | undefined) => encodeTag(tee ? ['tee', tee] : '')
