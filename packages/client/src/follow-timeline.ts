import { jsonLines } from '@iexec-sim/base'
import type { TaskId } from '@iexec-sim/protocol'
import type { PrintedChunk, Step } from '@iexec-sim/timeline'
import type { RunningNetwork } from './address-sheet.ts'
import { askControl } from './control-client.ts'

/** News of a task: a step that began or ended, or text that its app printed. */
export type TaskNews = { kind: 'step'; step: Step } | ({ kind: 'printed' } & PrintedChunk)

/**
 * Follows a task: what happened so far, and then what happens, until the signal. A step comes when
 * it begins and again when it ends.
 */
export async function* followTimeline(
  network: RunningNetwork,
  taskId: TaskId,
  signal: AbortSignal,
): AsyncGenerator<TaskNews> {
  try {
    const response = await askControl(network, 'GET', `/timeline/${taskId}/follow`, { signal })
    const body = response.body as AsyncIterable<Uint8Array>
    for await (const news of jsonLines<TaskNews | { kind: 'alive' }>(body))
      if (news.kind !== 'alive') yield news
  } catch (error) {
    if (!signal.aborted) throw error
  }
}

/** The output of a task that is kept while it runs, after a chunk. */
export async function readPrinted(
  network: RunningNetwork,
  taskId: TaskId,
  after = 0,
): Promise<PrintedChunk[]> {
  const path = `/timeline/${taskId}/logs?after=${after}`
  const response = await askControl(network, 'GET', path)
  return ((await response.json()) as { chunks: PrintedChunk[] }).chunks
}
