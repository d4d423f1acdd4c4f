import { readFileSync } from 'node:fs'

/** Names a process beyond its number, which the system gives out again. */
export interface ProcessId {
  pid: number
  /** When the process started, in the system's own ticks; 0 where the system does not say. */
  startTicks: number
}

/** This process. */
export const thisProcess = (): ProcessId => ({ pid: process.pid, startTicks: startTicksOf(process.pid) })

/** Whether the process still runs (and is the same one). */
export function isRunning({ pid, startTicks }: ProcessId): boolean {
  try {
    process.kill(pid, 0)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EPERM') return false
  }
  const now = startTicksOf(pid)
  return startTicks === 0 || now === 0 || now === startTicks
}

/** Field 22 of `/proc/<pid>/stat`, counted after the command, which may hold blanks; 0 where there is no such file. */
function startTicksOf(pid: number): number {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
    return Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19])
  } catch {
    return 0
  }
}
