import { followTimeline, type RunningNetwork, readPrinted, type TaskNews } from '@iexec-sim/client'
import type { TaskId } from '@iexec-sim/protocol'
import type { PrintedChunk, Step } from '@iexec-sim/timeline'
import type { TaskDetails } from '@iexec-sim/workerpool/client'
import { PoolControlClient } from '@iexec-sim/workerpool/client/control'

/** Something to tell of a watched task. */
export type Watched =
  | { kind: 'status'; line: string }
  | { kind: 'step'; step: Step; start: number }
  | { kind: 'printed'; chunk: Pick<PrintedChunk, 'worker' | 'stream' | 'text'> }

/**
 * Tells of a task as it goes: its statuses, its steps once they are over, and what its app prints;
 * until it is over or nothing more can come of it. Returns the task at its end; `undefined` for a
 * task that is unknown to the pool.
 */
export async function watchTask(
  network: RunningNetwork,
  taskId: TaskId,
  tell: (news: Watched) => void,
): Promise<TaskDetails | undefined> {
  const ending = new AbortController()
  const teller = new Teller(tell)
  const following = follow(network, taskId, teller, ending.signal)
  try {
    let last: TaskDetails | undefined
    const pool = new PoolControlClient(network.sheet.workerpool.url, network.controlToken)
    for await (const task of pool.follow(taskId)) {
      last = task
      teller.statuses(task)
    }
    // Two lines end one after the other: what the slower one has not brought yet is asked for.
    for (const chunk of await readPrinted(network, taskId, teller.lastSeq))
      teller.news({ kind: 'printed', ...chunk })
    if (last) teller.rest(last)
    return last
  } finally {
    ending.abort()
    await following
  }
}

async function follow(
  network: RunningNetwork,
  taskId: TaskId,
  teller: Teller,
  signal: AbortSignal,
): Promise<void> {
  for await (const news of followTimeline(network, taskId, signal)) teller.news(news)
}

/** Tells each thing once. */
class Teller {
  readonly #tell: (news: Watched) => void
  readonly #said = new Set<string | number>()
  readonly #printed = new Set<string>()
  #start: number | undefined
  lastSeq = 0

  constructor(tell: (news: Watched) => void) {
    this.#tell = tell
  }

  news(news: TaskNews): void {
    if (news.kind === 'step') this.#step(news.step)
    else this.#chunk(news)
  }

  #chunk({ seq, worker, stream, text }: PrintedChunk): void {
    if (seq <= this.lastSeq) return
    this.lastSeq = seq
    this.#printed.add(worker)
    this.#tell({ kind: 'printed', chunk: { worker, stream, text } })
  }

  statuses({ statuses, replicates }: TaskDetails): void {
    const lines = [
      ...statuses.map(({ status }) => `task ${status}`),
      ...replicates.flatMap(({ workerWallet, updates }) =>
        updates.map(
          ({ status, cause }) =>
            `  worker ${workerWallet.slice(0, 8)} ${status}${cause ? ` (${cause})` : ''}`,
        ),
      ),
    ]
    for (const line of lines) this.#once(line, () => this.#tell({ kind: 'status', line }))
  }

  /** Output of runs that were over before they could be watched: the pool has it. */
  rest({ replicates }: TaskDetails): void {
    if (this.#printed.size > 0) return
    for (const { workerWallet: worker, logs } of replicates) {
      if (logs?.stdout)
        this.#tell({ kind: 'printed', chunk: { worker, stream: 'stdout', text: logs.stdout } })
      if (logs?.stderr)
        this.#tell({ kind: 'printed', chunk: { worker, stream: 'stderr', text: logs.stderr } })
    }
  }

  #step(step: Step): void {
    this.#start ??= step.startedAt
    if (step.outcome === 'running') return
    this.#once(step.id, () => this.#tell({ kind: 'step', step, start: this.#start! }))
  }

  #once(key: string | number, tell: () => void): void {
    if (this.#said.has(key)) return
    this.#said.add(key)
    tell()
  }
}
