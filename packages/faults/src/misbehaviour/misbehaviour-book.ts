import { type DealId, dealId, type TaskId, taskId } from '@iexec-sim/protocol'
import type {
  Misbehaviour,
  MisbehaviourEntry,
  MisbehaviourScope,
  Misbehaviours,
  SchedulerMisbehaviour,
  WorkerMisbehaviour,
  WorkerName,
} from './misbehaviour.ts'
import { actorsOf, misbehaviourOf } from './misbehaviour-text.ts'

/**
 * Deliberate misbehaviours of a network, and their tasks. Consulted whenever an actor could
 * misbehave; kept in memory.
 */
export class MisbehaviourBook {
  readonly #workers: number
  readonly #onChange: () => void
  #entries: readonly MisbehaviourEntry[] = []

  /**
   * Starts with the configured misbehaviours of every task; `onChange` is called when an entry was
   * added or removed. Throws as {@link add} does.
   */
  constructor(workers: number, everyTask: Misbehaviours = {}, onChange: () => void = () => {}) {
    this.#workers = workers
    this.#onChange = onChange
    for (const [actor, does] of Object.entries(everyTask)) this.add({ actor, does })
  }

  /** Names of the actors. */
  get actors(): string[] {
    return actorsOf(this.#workers)
  }

  get isEmpty(): boolean {
    return this.#entries.length === 0
  }

  /** The entries in force, in the order they were added. */
  list(): MisbehaviourEntry[] {
    return this.#entries.map((entry) => ({ ...entry }))
  }

  /**
   * Makes an actor misbehave, in place of its former misbehaviour in the same tasks. A deal or task
   * need not be there yet. Throws `ACTOR_UNKNOWN` and `MISBEHAVIOUR_UNKNOWN`.
   */
  add({ actor, does, deal, task }: MisbehaviourEntry): void {
    const entry: MisbehaviourEntry = {
      actor,
      does: misbehaviourOf(actor, does, this.#workers),
      ...readScope({ deal, task }),
    }
    const others = this.#entries.filter((other) => other.actor !== actor || !isScope(other, entry))
    this.#entries = [...others, entry]
    this.#onChange()
  }

  /**
   * Removes the entries of this deal or task; all, including the configured ones, when neither is
   * said.
   */
  clear(of: MisbehaviourScope = {}): void {
    const scope = readScope(of)
    const all = scope.deal === undefined && scope.task === undefined
    this.#entries = all ? [] : this.#entries.filter((entry) => !isScope(entry, scope))
    this.#onChange()
  }

  /**
   * Misbehaviour of an actor in a task: set for the task, else for its deal, else for every task.
   */
  of(actor: WorkerName, task: TaskId, deal: DealId | undefined): WorkerMisbehaviour | undefined
  of(actor: 'scheduler', task: TaskId, deal: DealId | undefined): SchedulerMisbehaviour | undefined
  of(actor: string, task: TaskId, deal: DealId | undefined): Misbehaviour | undefined {
    const own = this.#entries.filter((entry) => entry.actor === actor)
    const said =
      own.find((entry) => entry.task === task) ??
      own.find((entry) => entry.task === undefined && deal !== undefined && entry.deal === deal) ??
      own.find((entry) => entry.task === undefined && entry.deal === undefined)
    return said?.does
  }
}

/** A scope from outside, its ids as the protocol writes them. */
const readScope = ({
  deal,
  task,
}: {
  deal?: string | undefined
  task?: string | undefined
}): MisbehaviourScope => ({
  ...(deal === undefined ? {} : { deal: dealId(deal) }),
  ...(task === undefined ? {} : { task: taskId(task) }),
})

/** Whether two scopes are the same tasks. */
function isScope(one: MisbehaviourScope, other: MisbehaviourScope): boolean {
  return one.deal === other.deal && one.task === other.task
}
