import { type ChildProcess, fork } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { SimError } from '@iexec-sim/base'
import type { RunningNetwork } from '@iexec-sim/client'
import type { NetworkOptions } from './network-options.ts'
import type { NetworkAnswer } from './serve-network.ts'

/** A leased network; `release` gives it back or ends it. */
export interface HeldNetwork {
  /** The running network. */
  network: RunningNetwork
  /** Gives the network back or ends it. */
  release(): Promise<void>
}

/**
 * Starts a network in a process of its own, which ends with this one at the latest. Throws
 * `TEST_NETWORK_FAILED`.
 */
export async function startProcess(options: NetworkOptions): Promise<HeldNetwork> {
  const file = fileURLToPath(import.meta.resolve('#network-process'))
  // None of the options this process was started with: a test runner's loaders are not the
  // network's business.
  const child = fork(file, { execArgv: [], stdio: ['ignore', 'inherit', 'inherit', 'ipc'] })
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()))
  child.send(options)
  const answer = await firstAnswer(child)
  if ('failure' in answer) {
    const { message, help = '' } = answer.failure
    throw new SimError('TEST_NETWORK_FAILED', { reason: message.replace(/\.$/, ''), help })
  }
  // A test runner that is done need not wait for the networks that go with it.
  child.unref()
  child.channel?.unref()
  return {
    network: answer.network as RunningNetwork,
    release: async () => {
      child.ref()
      if (child.connected) child.disconnect()
      await ended
    },
  }
}

function firstAnswer(child: ChildProcess): Promise<NetworkAnswer> {
  return new Promise((resolve) => {
    child.once('message', (answer) => resolve(answer as NetworkAnswer))
    child.once('error', ({ message }) => resolve({ failure: { message } }))
    child.once('exit', (code) =>
      resolve({ failure: { message: `its process ended with code ${code}` } }),
    )
  })
}
