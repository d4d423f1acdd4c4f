import { ask, jsonLines, type Question } from '@iexec-sim/base'
import type { Hex, TaskId, TaskNotificationType } from '@iexec-sim/protocol'
import type { BaseWallet } from 'ethers'
import type { Notification } from '../notifier.ts'
import type { ReplicateTaskSummary, WorkerModel } from '../replicate-supply.ts'
import type { StatusReport } from '../replicate-updates.ts'
import { loginDigest } from '../worker-logins.ts'

/** A worker's line to its scheduler. Logs in by itself, and again when its token has run out. */
export class SchedulerClient {
  readonly #url: string
  readonly #wallet: BaseWallet
  #token: string | undefined

  constructor(url: string, wallet: BaseWallet) {
    this.#url = url
    this.#wallet = wallet
  }

  /** Registers the abilities of this worker. */
  async register(worker: Omit<WorkerModel, 'walletAddress'>): Promise<void> {
    await this.#call('POST', '/workers/register', {
      ...worker,
      walletAddress: this.#wallet.address,
    })
  }

  /** Asks for work; `undefined` when there is none. */
  async available(blockNumber: number): Promise<ReplicateTaskSummary | undefined> {
    const response = await this.#call('GET', `/replicates/available?blockNumber=${blockNumber}`)
    return response.status === 204 ? undefined : ((await response.json()) as ReplicateTaskSummary)
  }

  /** Reports a status and returns the next order. */
  async report(taskId: TaskId, report: StatusReport): Promise<TaskNotificationType> {
    const response = await this.#call('POST', `/replicates/${taskId}/updateStatus`, report)
    return (await response.json()) as TaskNotificationType
  }

  /** Notifications of the scheduler, until the signal aborts or the scheduler goes away. */
  async *notifications(signal: AbortSignal): AsyncGenerator<Notification> {
    const response = await this.#call('GET', '/workers/notifications', undefined, signal)
    const body = response.body as AsyncIterable<Uint8Array>
    // Only keeps the line from being taken for dead.
    for await (const said of jsonLines<Notification | { kind: 'alive' }>(body))
      if (said.kind !== 'alive') yield said
  }

  async #call(
    method: string,
    path: string,
    json?: object,
    signal?: AbortSignal,
  ): Promise<Response> {
    this.#token ??= await this.#login()
    const first = await this.#send(method, path, { json, signal, accept: [401] })
    if (first.ok) return first
    this.#token = await this.#login()
    return this.#send(method, path, { json, signal })
  }

  async #login(): Promise<string> {
    const query = `?walletAddress=${this.#wallet.address}`
    const challenge = await this.#send('GET', `/workers/challenge${query}`)
    const value = this.#wallet.signingKey.sign(loginDigest(await challenge.text()))
      .serialized as Hex
    return (await this.#send('POST', `/workers/login${query}`, { json: { value } })).text()
  }

  #send(method: string, path: string, question: Question = {}): Promise<Response> {
    const authorization = this.#token && `Bearer ${this.#token}`
    return ask(this.#url + path, { method, authorization, ...question })
  }
}
