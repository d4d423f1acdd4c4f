import { SimError } from '@iexec-sim/base'
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

  /** Tells the scheduler what this worker can do. */
  async register(worker: Omit<WorkerModel, 'walletAddress'>): Promise<void> {
    await this.#call('POST', '/workers/register', { ...worker, walletAddress: this.#wallet.address })
  }

  /** Asks for work; `undefined` when there is none. */
  async available(blockNumber: number): Promise<ReplicateTaskSummary | undefined> {
    const response = await this.#call('GET', `/replicates/available?blockNumber=${blockNumber}`)
    return response.status === 204 ? undefined : ((await response.json()) as ReplicateTaskSummary)
  }

  /** Reports a status; the answer says what to do next. */
  async report(taskId: TaskId, report: StatusReport): Promise<TaskNotificationType> {
    const response = await this.#call('POST', `/replicates/${taskId}/updateStatus`, report)
    return (await response.json()) as TaskNotificationType
  }

  /** What the scheduler has to say, until the signal ends it or the scheduler goes away. */
  async *notifications(signal: AbortSignal): AsyncGenerator<Notification> {
    const response = await this.#call('GET', '/workers/notifications', undefined, signal)
    let rest = ''
    const decoder = new TextDecoder()
    for await (const chunk of response.body as AsyncIterable<Uint8Array>) {
      rest += decoder.decode(chunk, { stream: true })
      const lines = rest.split('\n')
      rest = lines.pop()!
      for (const line of lines) {
        const said = JSON.parse(line) as Notification | { kind: 'alive' }
        // Only keeps the line from being taken for dead.
        if (said.kind !== 'alive') yield said
      }
    }
  }

  async #call(method: string, path: string, body?: object, signal?: AbortSignal): Promise<Response> {
    this.#token ??= await this.#login()
    const first = await this.#send(method, path, body, signal)
    if (first.status !== 401) return this.#checked(method, path, first)
    this.#token = await this.#login()
    return this.#checked(method, path, await this.#send(method, path, body, signal))
  }

  async #login(): Promise<string> {
    const query = `?walletAddress=${this.#wallet.address}`
    const challenge = await this.#checked(
      'GET',
      '/workers/challenge',
      await this.#send('GET', `/workers/challenge${query}`),
    )
    const value = this.#wallet.signingKey.sign(loginDigest(await challenge.text())).serialized as Hex
    const login = await this.#checked(
      'POST',
      '/workers/login',
      await this.#send('POST', `/workers/login${query}`, { value }),
    )
    return login.text()
  }

  async #send(method: string, path: string, body?: object, signal?: AbortSignal): Promise<Response> {
    try {
      return await fetch(this.#url + path, {
        method,
        headers: {
          ...(this.#token ? { authorization: `Bearer ${this.#token}` } : {}),
          ...(body ? { 'content-type': 'application/json' } : {}),
        },
        ...(body ? { body: JSON.stringify(body) } : {}),
        ...(signal ? { signal } : {}),
      })
    } catch (cause) {
      if (signal?.aborted) throw cause
      throw new SimError('HTTP_UNREACHABLE', { url: this.#url, reason: 'no answer' }, { cause })
    }
  }

  #checked(method: string, path: string, response: Response): Response {
    if (response.ok) return response
    throw new SimError('HTTP_FAILED', { method, url: this.#url + path, status: response.status })
  }
}
