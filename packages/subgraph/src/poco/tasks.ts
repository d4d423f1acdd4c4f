import type { Contribution, OnchainTask, TaskId } from '@iexec-sim/protocol'
import type { ChainReader } from '../index/chain-reader.ts'
import { type Handler, handler, type IndexedEvent, type Writer } from '../index/subgraph-source.ts'
import { account, count, happened } from './common.ts'
import { contributionId } from './ids.ts'

const readTask = (chain: ChainReader, { args }: IndexedEvent): Promise<OnchainTask> =>
  chain.task(args.taskid as TaskId)

/** Changes a task whose event this is. */
function change(
  to: Writer,
  { args, timestamp }: IndexedEvent,
  fields: Parameters<Writer['put']>[2],
): void {
  to.put('Task', args.taskid, { ...fields, timestamp })
}

/** Counts the end of a task for its deal and for the protocol. */
function ended(
  to: Writer,
  { args }: IndexedEvent,
  counted: 'completedTasksCount' | 'claimedTasksCount',
): void {
  const deal = to.get('Task', args.taskid)?.deal as string | undefined
  if (deal) to.add('Deal', deal, { [counted]: 1n })
  count(to, { [counted]: 1n })
}

/** What the hub logs in the life of a task. */
export const taskHandlers: Readonly<Record<string, Handler>> = {
  TaskInitialize: handler<OnchainTask>({
    read: readTask,
    apply(to, event, { dealId, index, contributionDeadline, finalDeadline }) {
      const requester = to.get('Deal', dealId)?.requester ?? null
      change(to, event, {
        status: 'ACTIVE',
        deal: dealId,
        index,
        requester,
        contributions: [],
        contributionDeadline,
        finalDeadline,
      })
      const { taskid, workerpool } = event.args
      happened(to, 'TaskInitialize', event, { task: taskid, workerpool })
    },
  }),
  TaskContribute: handler<Contribution>({
    read: (chain, { args }) => chain.contribution(args.taskid, args.worker),
    apply(to, event, { resultSeal, enclaveChallenge }) {
      const { taskid, worker, hash } = event.args
      const id = contributionId(taskid, worker)
      to.put('Contribution', id, {
        status: 'CONTRIBUTED',
        timestamp: Number(event.timestamp),
        task: taskid,
        worker: account(to, worker),
        hash,
        seal: resultSeal,
        challenge: enclaveChallenge,
      })
      const before = contributionsOf(to, taskid)
      change(to, event, { contributions: [...new Set([...before, id])] })
      happened(to, 'TaskContribute', event, { task: taskid, worker, hash })
    },
  }),
  TaskConsensus: handler<OnchainTask>({
    read: readTask,
    apply(to, event, { revealDeadline }) {
      const { taskid, consensus } = event.args
      change(to, event, { status: 'REVEALING', consensus, revealDeadline })
      happened(to, 'TaskConsensus', event, { task: taskid, consensus })
    },
  }),
  TaskReveal: handler({
    apply(to, event) {
      const { taskid, worker, digest } = event.args
      change(to, event, { status: 'REVEALING', resultDigest: digest })
      to.put('Contribution', contributionId(taskid, worker), { status: 'PROVED' })
      happened(to, 'TaskReveal', event, { task: taskid, worker: account(to, worker), digest })
    },
  }),
  TaskReopen: handler({
    apply(to, event) {
      const { taskid } = event.args
      const consensus = to.get('Task', taskid)?.consensus
      for (const id of contributionsOf(to, taskid))
        if (to.get('Contribution', id)?.hash === consensus)
          to.put('Contribution', id, { status: 'REJECTED' })
      change(to, event, { status: 'ACTIVE', consensus: null, revealDeadline: null })
      happened(to, 'TaskReopen', event, { task: taskid })
    },
  }),
  TaskFinalize: handler<OnchainTask>({
    read: readTask,
    apply(to, event, { resultsCallback }) {
      const { taskid, results } = event.args
      change(to, event, { status: 'COMPLETED', results, resultsCallback })
      happened(to, 'TaskFinalize', event, { task: taskid, results })
      ended(to, event, 'completedTasksCount')
    },
  }),
  TaskClaimed: handler({
    apply(to, event) {
      change(to, event, { status: 'FAILLED' })
      happened(to, 'TaskClaimed', event, { task: event.args.taskid })
      ended(to, event, 'claimedTasksCount')
    },
  }),
}

const contributionsOf = (to: Writer, task: string): readonly string[] =>
  (to.get('Task', task)?.contributions as readonly string[] | null | undefined) ?? []
