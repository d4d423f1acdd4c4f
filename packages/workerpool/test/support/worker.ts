import {
  type Address,
  type Bytes32,
  enclaveMessageHash,
  encodeResultLink,
  type MessageSigner,
  type ReplicateStatus,
  resultHash,
  resultSeal,
  sha3String,
  signHash,
  type TaskId,
  type TaskNotificationType,
  ZERO_ADDRESS,
} from '@iexec-sim/protocol'
import type { Wallet } from 'ethers'
import {
  type Notification,
  type ReplicateTaskSummary,
  SchedulerClient,
  type StatusReport,
} from '../../src/client/index.ts'
import type { TestPool } from './pool.ts'

/** Statuses of a standard task from its start to its computed result. */
export const TO_COMPUTED = [
  'STARTING',
  'STARTED',
  'APP_DOWNLOADING',
  'APP_DOWNLOADED',
  'DATA_DOWNLOADING',
  'DATA_DOWNLOADED',
  'COMPUTING',
  'COMPUTED',
] as const satisfies readonly ReplicateStatus[]

/** A worker with a real wallet, line and contributions, whose computation is a text. */
export class TestWorker {
  readonly client: SchedulerClient
  readonly wallet: Wallet
  readonly heard: Notification[] = []
  readonly #pool: TestPool
  readonly #waiting: (() => void)[] = []
  readonly #line = new AbortController()
  #listening: Promise<void> = Promise.resolve()

  private constructor(pool: TestPool, wallet: Wallet) {
    this.#pool = pool
    this.wallet = wallet
    this.client = new SchedulerClient(pool.url, wallet)
  }

  /** Registers, and listens when asked to. */
  static async join(
    pool: TestPool,
    index: number,
    { listens = false, teeEnabled = true, cpuNb = 100 } = {},
  ): Promise<TestWorker> {
    const worker = new TestWorker(pool, pool.wallet(index))
    const machine = { os: 'linux', cpu: 'x', cpuNb, memorySize: 8, gpuEnabled: false }
    await worker.client.register({ name: `worker-${index}`, teeEnabled, ...machine })
    if (listens) await worker.#listen()
    return worker
  }

  get address(): Address {
    return this.wallet.address as Address
  }

  async take(): Promise<ReplicateTaskSummary | undefined> {
    return this.client.available(1)
  }

  /** Reports statuses one after the other; returns the last order. */
  async report(
    taskId: TaskId,
    statuses: readonly ReplicateStatus[],
    details: StatusReport['details'] = {},
  ): Promise<string> {
    let answer = ''
    for (const status of statuses) answer = await this.client.report(taskId, { status, details })
    return answer
  }

  /** Contributes a text as the result of a standard task, on chain. */
  async contribute(
    { workerpoolAuthorization: leave }: ReplicateTaskSummary,
    text: string,
  ): Promise<Bytes32> {
    const digest = sha3String(text)
    const { chainTaskId, signature } = leave
    await this.#pool.hub
      .as(this.wallet)
      .contribute(
        chainTaskId,
        resultHash(chainTaskId, digest),
        resultSeal(this.address, chainTaskId, digest),
        ZERO_ADDRESS,
        '0x',
        signature.value,
      )
    return digest
  }

  /** Contributes to a TEE task of trust 1 and finalises it, on chain; returns its result link. */
  async contributeAndFinalize(
    { workerpoolAuthorization: leave }: ReplicateTaskSummary,
    enclave: MessageSigner,
  ): Promise<string> {
    const digest = sha3String('result')
    const { chainTaskId: taskId, signature, enclaveChallenge } = leave
    const message = enclaveMessageHash(this.address, taskId, digest)
    const link = '{ "storage": "ipfs", "location": "/ipfs/QmResult" }'
    const proof = await signHash(message, enclave)
    await this.#pool.hub
      .as(this.wallet)
      .contributeAndFinalize(
        taskId,
        digest,
        encodeResultLink(link),
        '0x',
        enclaveChallenge,
        proof,
        signature.value,
      )
    return link
  }

  reveal(taskId: TaskId, digest: Bytes32) {
    return this.#pool.hub.as(this.wallet).reveal(taskId, digest)
  }

  /** Resolves when the pool has told the worker this about a task, before or from now on. */
  async hears(type: TaskNotificationType): Promise<void> {
    while (!this.heard.some((said) => said.kind === 'task' && said.type === type))
      await new Promise<void>((resolve) => this.#waiting.push(resolve))
  }

  /** Hangs up; the pool takes the worker for lost. */
  async leave(): Promise<void> {
    this.#line.abort()
    await this.#listening
  }

  async #listen(): Promise<void> {
    const first = Promise.withResolvers<void>()
    this.#listening = (async () => {
      for await (const notification of this.client.notifications(this.#line.signal)) {
        this.heard.push(notification)
        first.resolve()
        for (const resolve of this.#waiting.splice(0)) resolve()
      }
    })().catch(() => first.resolve())
    await first.promise
  }
}
