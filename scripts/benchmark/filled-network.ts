import { mkdtemp, readdir, rm, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { httpRpc } from '../../packages/chain/src/client/index.ts'
import type { Bench } from './bench.ts'
import { Doubles, finalizedTasks, play } from './doubles.ts'
import { BenchNetwork } from './network.ts'
import { treeMb } from './processes.ts'
import { timed } from './rounds.ts'

const TASKS = 10_000
const QUICK_TASKS = 1_000
const PARTS = 10
const DRAWN = 100

/** A state folder with ten thousand tasks of doubles, and what it was to fill it. */
export class FilledNetwork implements AsyncDisposable {
  readonly stateDir: string
  /** Number of tasks. */
  readonly tasks: number
  /** Time of a task, in ms: a mean for each of {@link DRAWN} parts, in order. */
  readonly taskMs: number[] = []
  /** Resident memory of the network, in MB: at its start, and after each tenth of the tasks. */
  readonly memoryMb: number[] = []
  /** Growth of the state folder, in KB for a task. */
  folderKb = 0

  private constructor(stateDir: string, tasks: number) {
    this.stateDir = stateDir
    this.tasks = tasks
  }

  /** The one of a run: filled when a row first wants it. */
  static of(bench: Bench): Promise<FilledNetwork> {
    return bench.share('filled network', async () => {
      const stateDir = await mkdtemp(join(tmpdir(), 'iexec-sim-bench-'))
      const filled = new FilledNetwork(stateDir, bench.rounds(TASKS, QUICK_TASKS))
      await filled.#fill(bench)
      return filled
    })
  }

  async #fill({ program, say }: Bench): Promise<void> {
    const { stateDir, tasks } = this
    await using network = await BenchNetwork.up(program, { stateDir })
    const { rpc: url, pid } = network.running.sheet
    const rpc = httpRpc(url)
    const doubles = new Doubles()
    await doubles.setUp(rpc)
    this.memoryMb.push(await treeMb(pid))
    const before = await folderBytes(stateDir)
    for (let part = 1; part <= PARTS; part++) {
      const signed = await doubles.prepare(tasks / PARTS)
      const size = tasks / DRAWN
      for (let at = 0; at < signed.length; at += size)
        this.taskMs.push((await timed(() => play(rpc, signed.slice(at, at + size)))) / size)
      this.memoryMb.push(await treeMb(pid))
      say(`${(part * tasks) / PARTS} of ${tasks} tasks of doubles are done`)
    }
    this.folderKb = ((await folderBytes(stateDir)) - before) / tasks / 1024
    const done = await finalizedTasks(rpc)
    if (done !== tasks) throw new Error(`${done} of ${tasks} tasks were finalized.`)
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await rm(this.stateDir, { recursive: true, force: true })
  }
}

/** Size of all files in a folder, in bytes. */
async function folderBytes(folder: string): Promise<number> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true })
  const sizes = entries
    .filter((entry) => entry.isFile())
    .map(async ({ parentPath, name }) => (await stat(join(parentPath, name))).size)
  return (await Promise.all(sizes)).reduce((total, size) => total + size, 0)
}
