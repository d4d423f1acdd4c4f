import { type ChildProcess, fork } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { SimError } from '@iexec-sim/base'
import type { RunningNetwork } from '@iexec-sim/client'
import type { NetworkOptions } from './network-options.ts'
import type { HostAnswer, HostOrder } from './serve-networks.ts'

/** A leased network; `release` gives it back or ends it. */
export interface HeldNetwork {
  /** The running network. */
  network: RunningNetwork
  /** Gives the network back or ends it. */
  release(): Promise<void>
}

/**
 * A process that holds networks, which share its code and its memory. It ends with its last network
 * and with this process at the latest.
 */
export class NetworkHost {
  readonly #child: ChildProcess
  /** Networks by number, with what is done with the next answer about each. */
  readonly #waiting = new Map<number, (answer: HostAnswer) => void>()
  #next = 0
  /** Networks it holds, those that start included. */
  size = 0
  #hasEnded = false

  constructor() {
    const file = fileURLToPath(import.meta.resolve('#network-process'))
    // None of the options this process was started with: a test runner's loaders are not the
    // network's business.
    this.#child = fork(file, { execArgv: [], stdio: ['ignore', 'inherit', 'inherit', 'ipc'] })
    this.#child.on('message', (answer: HostAnswer) => this.#waiting.get(answer.id)?.(answer))
    // Each order that does not reach an ended process is an error of its own.
    this.#child.on('error', ({ message }) => this.#end(message))
    this.#child.once('exit', (code) => this.#end(`its process ended with code ${code}`))
  }

  /** Whether it can hold further networks. */
  get isOpen(): boolean {
    return !this.#hasEnded
  }

  /** Starts a network in the process. Throws `TEST_NETWORK_FAILED`. */
  async start(options: NetworkOptions): Promise<HeldNetwork> {
    const id = this.#next++
    this.size += 1
    const answer = await this.#tell(id, { start: id, options })
    if (!('network' in answer)) {
      this.#leave()
      const { message, help = '' } =
        'failure' in answer ? answer.failure : { message: 'it stopped' }
      throw new SimError('TEST_NETWORK_FAILED', { reason: message.replace(/\.$/, ''), help })
    }
    // A test runner that is done need not wait for the networks that go with it.
    this.#unref()
    return { network: answer.network as RunningNetwork, release: () => this.#stop(id) }
  }

  async #stop(id: number): Promise<void> {
    this.#leave()
    await this.#tell(id, { stop: id })
    if (this.size === 0) await this.#exited
    else this.#unref()
  }

  /** A network is gone, or about to be. The process ends with its last one. */
  #leave(): void {
    this.size -= 1
    if (this.size === 0) this.#hasEnded = true
  }

  /** Sends an order and resolves with the next answer about its network. */
  #tell(id: number, order: HostOrder): Promise<HostAnswer> {
    this.#child.ref()
    this.#child.channel?.ref()
    return new Promise((resolve) => {
      this.#waiting.set(id, (answer) => {
        this.#waiting.delete(id)
        resolve(answer)
      })
      if (this.#child.connected) this.#child.send(order)
      else this.#end('its process has ended')
    })
  }

  get #exited(): Promise<void> {
    if (this.#child.exitCode !== null || this.#child.signalCode !== null) return Promise.resolve()
    return new Promise((resolve) => this.#child.once('exit', () => resolve()))
  }

  #end(message: string): void {
    this.#hasEnded = true
    for (const [id, resolve] of this.#waiting) resolve({ id, failure: { message } })
  }

  /** Lets this process end, unless it waits for another network of the same process. */
  #unref(): void {
    if (this.#waiting.size > 0) return
    this.#child.unref()
    this.#child.channel?.unref()
  }
}

/** Starts a network in a process of its own. Throws `TEST_NETWORK_FAILED`. */
export const startAlone = (options: NetworkOptions): Promise<HeldNetwork> =>
  new NetworkHost().start(options)
