import { useQuery, useQueryClient } from '@tanstack/react-query'
import type { TaskLogs } from '../../../../src/schema/task/logs.ts'
import { askApi } from '../../api.ts'

/** Most characters that are shown of a stream. */
const MOST_CHARACTERS = 100_000

/** What a worker's run of the app printed. */
export interface WorkerOutput {
  /** Name of the worker. */
  worker: string
  /** Its last 100,000 characters. */
  stdout: string
  /** Its last 100,000 characters. */
  stderr: string
  /** Whether it may print more. */
  isLive: boolean
}

/** The output of a task's workers. Chunks are read once each. */
export function useTaskLogs(taskId: string) {
  const queries = useQueryClient()
  const queryKey = ['logs', taskId]
  return useQuery({
    queryKey,
    meta: { topics: ['logs', 'task'], id: taskId },
    queryFn: async ({ signal }) => {
      const before = queries.getQueryData<Seen>(queryKey)
      const path = `/tasks/${taskId}/logs?after=${before?.last ?? 0}`
      return added(before, await askApi<TaskLogs>(path, { signal }))
    },
    select: ({ outputs }) => outputs.filter(({ stdout, stderr }) => stdout !== '' || stderr !== ''),
  })
}

/** What was read so far. */
interface Seen {
  last: number
  outputs: WorkerOutput[]
}

function added(before: Seen | undefined, { last, chunks, done }: TaskLogs): Seen {
  const outputs = new Map(before?.outputs.map((output) => [output.worker, output]))
  for (const { worker, stream, text } of chunks) {
    const known = outputs.get(worker) ?? { worker, stdout: '', stderr: '', isLive: true }
    const whole = (known[stream as 'stdout'] + text).slice(-MOST_CHARACTERS)
    outputs.set(worker, { ...known, [stream]: whole })
  }
  for (const output of done) outputs.set(output.worker, { ...output, isLive: false })
  return { last, outputs: [...outputs.values()] }
}
