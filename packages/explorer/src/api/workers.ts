import { isFinalTaskStatus } from '@iexec-sim/protocol'
import type { FastifyPluginAsync } from 'fastify'
import { Workers } from '../schema/worker.ts'
import type { ExplorerSources } from '../sources.ts'
import { described } from './described.ts'

/** Statuses after which a worker is done with its run of a task. */
const OVER = /^(ABORTED|FAILED|COMPLETED|WORKER_LOST|.*_FAILED)$/

/** `GET /workers`: the workers of the debug pool, and what they do now. */
export function workerRoutes(sources: ExplorerSources): FastifyPluginAsync {
  return async (app) => {
    app.get(
      '/workers',
      { schema: described('workers', 'Workers, and what they do now', { returns: Workers }) },
      () => workersNow(sources),
    )
  }
}

async function workersNow({ workers, tasks }: ExplorerSources): Promise<Workers> {
  const alive = new Set(tasks.workersAlive().map((address) => address.toLowerCase()))
  const running = tasks
    .all()
    .filter(({ statuses }) => !isFinalTaskStatus(statuses.at(-1)!.status))
    .flatMap(({ taskId, replicates }) =>
      replicates.map(({ workerWallet, updates }) => ({
        worker: workerWallet.toLowerCase(),
        taskId,
        status: updates.at(-1)!.status,
      })),
    )
    .filter(({ status }) => !OVER.test(status))
  return {
    workers: workers.map(({ name, address }) => ({
      name,
      address,
      isAlive: alive.has(address.toLowerCase()),
      doing: running
        .filter(({ worker }) => worker === address.toLowerCase())
        .map(({ taskId, status }) => ({ taskId, status })),
    })),
  }
}
