import { readFileSync } from 'node:fs'

/** Names a process beyond its number, which the system gives out again. */
export interface ProcessId {
  /** Number of the process. */
  pid: number
  /** Start of the process in the system's own ticks; 0 where the system does not say. */
  startTicks: number
}

/** This process. */
export const thisProcess = (): ProcessId => processId(process.pid)
/** The process that has a number now. */
export const processId = (pid: number): ProcessId => ({ pid, startTicks: startTicksOf(pid) })

/** Whether the process still runs (and is the same one). */
export function isRunning({ pid, startTicks }: ProcessId): boolean {
  try {
    process.kill(pid, 0)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EPERM') return false
  }
  const [state, , ...rest] = statOf(pid)
  // A process that ended and was not fetched by its parent still has a number.
  if (state === 'Z' || state === 'X') return false
  const now = Number(rest[TICKS_AFTER_PARENT] ?? 0)
  return startTicks === 0 || now === 0 || now === startTicks
}

/** Place of the start time among the fields after state and parent. */
const TICKS_AFTER_PARENT = 17

function startTicksOf(pid: number): number {
  const [, , ...rest] = statOf(pid)
  return Number(rest[TICKS_AFTER_PARENT] ?? 0)
}

/**
 * The fields of `/proc/<pid>/stat` from the state on (the command before it may contain blanks);
 * none without such a file.
 */
function statOf(pid: number): string[] {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ')
  } catch {
    return []
  }
}
