import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { httpRpc } from '../../packages/chain/src/client/index.ts'
import { findNetwork, type RunningNetwork } from '../../packages/client/src/index.ts'

import { endWithThis } from './processes.ts'

/** A network as the command line starts it, in a state folder of its own. */
export class BenchNetwork implements AsyncDisposable {
  /** Where it is, and the token of its control door. */
  readonly running: RunningNetwork
  /** From the start of the command until its RPC answered and all services were ready, in ms. */
  readonly startMs: number
  readonly #process: ChildProcess | undefined
  readonly #program: string
  readonly #keeps: boolean

  private constructor(
    running: RunningNetwork,
    startMs: number,
    child: ChildProcess | undefined,
    program: string,
    keeps: boolean,
  ) {
    this.running = running
    this.startMs = startMs
    this.#process = child
    this.#program = program
    this.#keeps = keeps
  }

  /**
   * Runs `up` with more options. With a folder of the caller's, the folder stays when the network
   * goes.
   */
  static async up(
    program: string,
    { args = [], stateDir }: { args?: readonly string[]; stateDir?: string } = {},
  ): Promise<BenchNetwork> {
    const folder = stateDir ?? (await mkdtemp(join(tmpdir(), 'iexec-sim-bench-')))
    const isDetached = args.includes('--detach')
    const started = performance.now()
    const child = endWithThis(
      spawn(
        process.execPath,
        [program, 'up', '--any-port', '--json', '--log-level', 'error', '--state', folder, ...args],
        { stdio: ['ignore', 'pipe', 'pipe'] },
      ),
    )
    let complaint = ''
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      complaint += text
    })
    const ended = once(child, 'close')
    const isUp = isDetached
      ? ended.then(([code]) => code === 0)
      : Promise.race([once(child.stdout, 'data').then(() => true), ended.then(() => false)])
    if (!(await isUp)) {
      if (stateDir === undefined) await rm(folder, { recursive: true, force: true })
      throw new Error(`The network did not start: ${complaint.trim()}`)
    }
    child.stdout.resume()
    const running = findNetwork(folder)
    await httpRpc(running.sheet.rpc).request({ method: 'eth_blockNumber' })
    const startMs = performance.now() - started
    return new BenchNetwork(
      running,
      startMs,
      isDetached ? undefined : child,
      program,
      stateDir !== undefined,
    )
  }

  async [Symbol.asyncDispose](): Promise<void> {
    const { stateDir } = this.running
    if (!this.#process)
      await once(spawn(process.execPath, [this.#program, 'down', '--state', stateDir]), 'close')
    else if (this.#process.exitCode === null && this.#process.signalCode === null) {
      this.#process.kill('SIGTERM')
      await once(this.#process, 'exit')
    }
    if (!this.#keeps) await rm(stateDir, { recursive: true, force: true })
  }
}
