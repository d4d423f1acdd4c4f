import { type ChildProcess, execFile, spawn } from 'node:child_process'
import { join } from 'node:path'
import { promisify } from 'node:util'

const run = promisify(execFile)
const PROBE = join(import.meta.dirname, 'peak-memory.cjs')

/**
 * Runs a program of Node.js to its end and returns the time it took, in milliseconds. Throws with
 * what it said when it fails.
 */
export async function commandMs(args: readonly string[]): Promise<number> {
  const started = performance.now()
  await run(process.execPath, args)
  return performance.now() - started
}

/** The most memory that a program of Node.js was resident with, in MB. */
export async function commandPeakMb(args: readonly string[]): Promise<number> {
  const child = spawn(process.execPath, ['--require', PROBE, ...args], {
    stdio: ['ignore', 'ignore', 'ignore', 'pipe'],
  })
  let kilobytes = ''
  for await (const text of child.stdio[3] as NodeJS.ReadableStream) kilobytes += text
  if (!kilobytes) throw new Error(`node ${args.join(' ')} did not tell its peak memory.`)
  return Number(kilobytes) / 1024
}

/** Resident memory of a process and all its descendants, in MB. */
export async function treeMb(pid: number): Promise<number> {
  const { stdout } = await run('ps', ['-A', '-o', 'pid=,ppid=,rss='])
  const processes = stdout
    .trim()
    .split('\n')
    .map((line) => line.trim().split(/\s+/).map(Number) as [number, number, number])
  const tree = new Set([pid])
  for (let known = 0; known < tree.size; ) {
    known = tree.size
    for (const [child, parent] of processes) if (tree.has(parent)) tree.add(child)
  }
  const rss = processes.filter(([each]) => tree.has(each)).map(([, , kilobytes]) => kilobytes)
  return rss.reduce((total, each) => total + each, 0) / 1024
}

const children = new Set<ChildProcess>()
process.once('exit', endChildren)

/** Ends all processes that {@link endWithThis} was told of. */
export function endChildren(): void {
  for (const child of children) child.kill('SIGTERM')
}

/** Lets a process end with this one at the latest. */
export function endWithThis<T extends ChildProcess>(child: T): T {
  children.add(child)
  child.once('exit', () => children.delete(child))
  return child
}
