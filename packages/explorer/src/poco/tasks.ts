import type { TaskId } from '@iexec-sim/protocol'
import type { Page, PageQuery } from '../schema/page.ts'
import type { TaskLine } from '../schema/poco/task-line.ts'
import type { ExplorerSources } from '../sources.ts'
import { listOf } from './list-of.ts'
import { addressOf, timeOf } from './values.ts'

const FIELDS =
  'id index status timestamp finalDeadline requester { id } deal { id app { id name } }'

interface RawTask
  extends Record<'id' | 'index' | 'status' | 'timestamp' | 'finalDeadline', string> {
  requester: { id: string }
  deal: { id: string; app: { id: string; name: string } }
}

/** Tasks that were initialized, those that changed last first. */
export const listTasks = (
  { poco, tasks }: Pick<ExplorerSources, 'poco' | 'tasks'>,
  where: Readonly<Record<string, unknown>>,
  page: PageQuery,
): Promise<Page<TaskLine>> =>
  listOf<RawTask, TaskLine>(
    poco,
    { entity: 'Task', plural: 'tasks', fields: FIELDS, where },
    page,
    ({ id, index, status, timestamp, finalDeadline, requester, deal }) => ({
      taskId: id,
      deal: deal.id,
      index: Number(index),
      status: spelled(status),
      poolStatus: tasks.get(id as TaskId)?.statuses.at(-1)?.status ?? null,
      app: addressOf(deal.app),
      appName: deal.app.name,
      requester: addressOf(requester),
      changedAt: timeOf(timestamp),
      finalDeadline: timeOf(finalDeadline),
    }),
  )

/** Statuses of tasks by their ids; those that were not initialized are left out. */
export async function statusesOf(
  { poco }: Pick<ExplorerSources, 'poco'>,
  ids: readonly string[],
): Promise<ReadonlyMap<string, string>> {
  const { items } = await listOf<{ id: string; status: string }, [string, string]>(
    poco,
    { entity: 'Task', plural: 'tasks', fields: 'id status', where: { id_in: ids } },
    { page: 0, pageSize: Math.max(1, ids.length) },
    ({ id, status }) => [id, spelled(status)],
  )
  return new Map(items)
}

/** The status as it is spelt everywhere but in the subgraph. */
const spelled = (status: string): string => (status === 'FAILLED' ? 'FAILED' : status)
