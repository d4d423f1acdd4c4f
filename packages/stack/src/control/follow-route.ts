import type { TaskId } from '@iexec-sim/protocol'
import type { LiveLogs, PrintedChunk, Step, TimelineBook } from '@iexec-sim/timeline'
import type { FastifyReply } from 'fastify'

/** Longest silence on a line: clients end one that says nothing for five minutes. */
const HEARTBEAT_MS = 30_000
/** Bytes that may wait for a client that does not read; beyond, its line is ended. */
const MOST_WAITING = 8 * 1024 ** 2

/**
 * Answers with what happened to a task and what its app printed, one JSON document a line, and goes
 * on with what happens for as long as the connection lasts.
 */
export function followTask(
  reply: FastifyReply,
  taskId: TaskId,
  { timeline, liveLogs }: { timeline: TimelineBook; liveLogs: LiveLogs },
): FastifyReply {
  reply.hijack()
  const { raw } = reply
  raw.writeHead(200, { 'content-type': 'application/x-ndjson' })
  const say = (news: object) => {
    raw.write(`${JSON.stringify(news)}\n`)
    if (raw.writableLength > MOST_WAITING) raw.destroy()
  }
  const sayStep = (step: Step) => say({ kind: 'step', step })
  const sayChunk = (chunk: PrintedChunk) => say({ kind: 'printed', ...chunk })
  timeline.ofTask(taskId).forEach(sayStep)
  liveLogs.ofTask(taskId).forEach(sayChunk)
  const leaves = [
    timeline.subscribe((change) => {
      if (change.kind === 'step' && change.step.taskId === taskId) sayStep(change.step)
    }),
    liveLogs.subscribe((chunk) => {
      if (chunk.taskId === taskId) sayChunk(chunk)
    }),
  ]
  const heartbeat = setInterval(() => say({ kind: 'alive' }), HEARTBEAT_MS)
  raw.once('close', () => {
    clearInterval(heartbeat)
    for (const leave of leaves) leave()
  })
  return reply
}
