import type { TaskId } from '@iexec-sim/protocol'
import type { Step, TimelineChange } from '@iexec-sim/timeline'
import {
  type Context,
  ROOT_CONTEXT,
  type Span,
  SpanStatusCode,
  type Tracer,
  trace,
} from '@opentelemetry/api'

/** Most tasks that are remembered: what comes after the end of one is of its trace all the same. */
const MOST_TASKS = 1_000

/** The open spans of a task. */
interface OpenTask {
  root: Span
  isOver: boolean
  /** Stages under way, by the worker. */
  stages: Map<string, { id: number; span: Span }>
  /** Other steps under way, by their ids. */
  steps: Map<number, Span>
}

/** Makes spans of the steps of tasks: one trace a task, whose steps lie in the stages of its workers. */
export class TaskSpans {
  readonly #tracer: (service: Step['service'] | 'task') => Tracer
  readonly #tasks = new Map<TaskId, OpenTask>()
  /** Trace of the next root span, which its generator of ids asks for. */
  nextTraceId = ''

  constructor(tracer: (service: Step['service'] | 'task') => Tracer) {
    this.#tracer = tracer
  }

  /** Takes a change of the timeline. */
  take(change: TimelineChange): void {
    if (change.kind === 'restored') this.end()
    if (change.kind === 'step') this.#take(change.step)
    if (change.kind === 'finding') {
      const { secret, where, encoding } = change.finding
      this.#tasks.get(change.finding.taskId)?.root.addEvent('canary found', {
        'iexec.secret': `${secret.family} ${secret.owner} ${secret.name}`,
        'iexec.where': where,
        'iexec.encoding': encoding,
      })
    }
  }

  /** Ends the spans that are open. */
  end(): void {
    for (const task of this.#tasks.values()) endAll(task)
    this.#tasks.clear()
  }

  #take(step: Step): void {
    const task = this.#tasks.get(step.taskId) ?? this.#begin(step)
    const known = task.steps.get(step.id) ?? this.#stageOf(task, step)
    const span = known ?? this.#start(task, step)
    if (step.outcome === 'running') {
      this.#keep(task, step, span)
      return
    }
    finish(span, step)
    task.steps.delete(step.id)
    if (task.stages.get(step.actor ?? '')?.id === step.id) task.stages.delete(step.actor ?? '')
    if (step.name !== 'task-ended') return
    if (step.outcome === 'failed') task.root.setStatus(statusOf(step))
    endRoot(task, step.endedAt ?? step.startedAt)
  }

  #begin({ taskId, startedAt }: Step): OpenTask {
    this.nextTraceId = taskId.slice(2, 34)
    const root = this.#tracer('task').startSpan(
      `task ${taskId.slice(0, 10)}`,
      { startTime: startedAt, root: true, attributes: { 'iexec.task': taskId } },
      ROOT_CONTEXT,
    )
    const task = { root, isOver: false, stages: new Map(), steps: new Map() }
    this.#tasks.set(taskId, task)
    if (this.#tasks.size > MOST_TASKS) this.#forgetOldest()
    return task
  }

  #start(task: OpenTask, step: Step): Span {
    const { service, actor, name, startedAt, taskId } = step
    return this.#tracer(service).startSpan(
      name,
      {
        startTime: startedAt,
        attributes: { 'iexec.task': taskId, ...(actor ? { 'iexec.actor': actor } : {}) },
      },
      parentOf(task, step),
    )
  }

  #stageOf(task: OpenTask, { id, actor = '' }: Step): Span | undefined {
    const stage = task.stages.get(actor)
    return stage?.id === id ? stage.span : undefined
  }

  #keep(task: OpenTask, step: Step, span: Span): void {
    if (step.service === 'worker') task.stages.set(step.actor ?? '', { id: step.id, span })
    else task.steps.set(step.id, span)
  }

  #forgetOldest(): void {
    const [taskId, task] = this.#tasks.entries().next().value!
    endAll(task)
    this.#tasks.delete(taskId)
  }
}

/** A span that does not end is never exported. */
function endAll(task: OpenTask): void {
  for (const { span } of task.stages.values()) span.end()
  for (const span of task.steps.values()) span.end()
  endRoot(task)
}

function endRoot(task: OpenTask, at?: number): void {
  if (!task.isOver) task.root.end(at)
  task.isOver = true
}

/** Steps of an enclave, of the SMS and the like lie in the stage of the worker that they are for. */
function parentOf({ root, stages }: OpenTask, { service, actor = '' }: Step): Context {
  const isApart = service === 'chain' || service === 'workerpool' || service === 'worker'
  const stage = isApart ? undefined : (stages.get(actor) ?? [...stages.values()].at(-1))
  return trace.setSpan(ROOT_CONTEXT, stage?.span ?? root)
}

function finish(span: Span, step: Step): void {
  const { facts, cause, reason, fix, outcome, endedAt, startedAt } = step
  for (const [name, value] of Object.entries(facts))
    span.setAttribute(`iexec.${name}`, Array.isArray(value) ? [...value] : (value as string))
  if (cause) span.setAttribute('iexec.cause', cause)
  if (fix) span.setAttribute('iexec.fix', fix)
  if (reason) span.setAttribute('iexec.reason', reason)
  if (outcome !== 'done') span.setStatus(statusOf(step))
  span.end(endedAt ?? startedAt)
}

const statusOf = ({ cause, reason }: Step) => ({
  code: SpanStatusCode.ERROR,
  message: [cause, reason].filter(Boolean).join(': '),
})
