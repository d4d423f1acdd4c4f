import { type ChildProcess, spawn } from 'node:child_process'
import { closeSync, openSync } from 'node:fs'
import { setTimeout as delay } from 'node:timers/promises'
import { type AddressSheet, findNetwork } from '@iexec-sim/client'
import { onEndingSignal } from '../../terminal/ending-signals.ts'
import { startFailure } from './start-failure.ts'

/** Milliseconds between two looks at a process. */
const LOOK_MS = 15

/** A process that is to start networks. */
export interface BackgroundStart {
  /** Program and arguments. */
  command: readonly [string, ...string[]]
  /** State folders of its networks. */
  states: readonly string[]
  /** File for its standard error. */
  log: string
  /** Time for all its networks to be ready, in ms. @default 120_000 */
  timeoutMs?: number
  /**
   * Time to stop after a failure, in ms; a process that still runs then is killed. @default 15_000
   */
  graceMs?: number
}

/**
 * Starts a process that stays when this one ends, and returns the address sheets of its networks
 * when all of them are ready. Throws `START_FAILED`; its whole process group has ended then.
 */
export async function startInBackground(start: BackgroundStart): Promise<AddressSheet[]> {
  const { states, log, timeoutMs = 120_000, graceMs = 15_000 } = start
  const deadline = performance.now() + timeoutMs
  const child = spawnGroup(start)
  let trouble: { reason?: string } | undefined
  child.once('error', ({ message }) => {
    trouble = { reason: message }
  })
  child.once('exit', () => {
    trouble ??= {} // its log says why
  })
  using _signals = onEndingSignal((signal) => {
    trouble ??= { reason: `${signal} interrupted it` }
  })
  for (;;) {
    const sheets = states.flatMap((state) => sheetOf(state, child))
    if (sheets.length === states.length) {
      child.unref()
      return sheets
    }
    if (performance.now() > deadline)
      trouble ??= { reason: `it was not ready within ${timeoutMs / 1000} s` }
    if (trouble) {
      const failure = startFailure(log, trouble.reason)
      await endGroup(child, graceMs)
      throw failure
    }
    await delay(LOOK_MS)
  }
}

/** Starts a process in a group of its own. */
function spawnGroup({ command: [program, ...args], log }: BackgroundStart): ChildProcess {
  const output = openSync(log, 'w', 0o600)
  try {
    return spawn(program, args, { detached: true, stdio: ['ignore', 'ignore', output] })
  } finally {
    closeSync(output)
  }
}

/** The address sheet of a process's network; none before it is ready. */
function sheetOf(state: string, { pid }: ChildProcess): AddressSheet[] {
  try {
    const { sheet } = findNetwork(state)
    return sheet.pid === pid ? [sheet] : []
  } catch {
    return []
  }
}

/** Stops a process, and kills the rest of its group. */
async function endGroup(child: ChildProcess, graceMs: number): Promise<void> {
  const deadline = performance.now() + graceMs
  signalGroup(child, 'SIGTERM')
  while (child.exitCode === null && child.signalCode === null && performance.now() < deadline)
    await delay(LOOK_MS)
  signalGroup(child, 'SIGKILL')
}

function signalGroup({ pid }: ChildProcess, signal: NodeJS.Signals): void {
  if (pid === undefined) return // it could not be started
  try {
    process.kill(-pid, signal)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error
  }
}
