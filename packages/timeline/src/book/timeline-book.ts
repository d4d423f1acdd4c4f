import type { TaskId } from '@iexec-sim/protocol'
import type { Finding } from '../finding.ts'
import type { OpenStep, Recorder } from '../recorder.ts'
import type { SecretEvent, SecretRef, SecretSummary } from '../secret-event.ts'
import type { Step, StepEnd, StepStart } from '../step.ts'
import { shortText } from './bounds.ts'
import { RecordStore, type SavedBook } from './record-store.ts'
import { begun, ended, machineNow, remembered } from './steps.ts'
import { keyOf } from './tables.ts'

/** Options of a {@link TimelineBook}. */
export interface TimelineBookOptions {
  /** Database file; `:memory:` for none. It is opened with the first record. */
  path: string
  /** Most records of each kind that are kept. @default 20000 in memory, 200000 in a file */
  most?: number
  /** The network's clock, milliseconds since 1970. @default the machine's */
  networkNow?: () => number
  /** Called when records could not be kept; they are lost, and the network goes on. */
  onError?: (error: Error) => void
}

/** News of the book. `restored`: the network went to another moment, and with it all that is read. */
export type TimelineChange =
  | { kind: 'step'; step: Step }
  | { kind: 'secret'; event: SecretEvent }
  | { kind: 'finding'; finding: Finding }
  | { kind: 'restored' }

/**
 * The timeline of a network: the steps of its tasks, the ledger of its secrets and the findings of
 * its canaries. Records are kept in a database in batches, the oldest are dropped, and a restore of
 * the network hides what came after its snapshot.
 */
export class TimelineBook implements Recorder {
  readonly #networkNow: (() => number) | undefined
  readonly #onError: (error: Error) => void
  readonly #store: RecordStore
  readonly #listeners = new Set<(change: TimelineChange) => void>()

  constructor({ networkNow, onError = () => {}, ...options }: TimelineBookOptions) {
    this.#networkNow = networkNow
    this.#onError = onError
    this.#store = new RecordStore({ ...options, onError })
  }

  begin(start: StepStart): OpenStep {
    let step: Step | undefined
    let life = 0
    this.#safely(() => {
      step = begun(this.#store.nextId(), start, this.#networkNow?.())
      life = this.#store.life
      this.#keepStep(life, step)
    })
    return {
      end: (end = {}) => {
        const open = step
        step = undefined
        if (open) this.#safely(() => this.#keepStep(life, ended(open, end)))
      },
    }
  }

  note(step: StepStart & StepEnd): void {
    this.#safely(() => {
      const start = begun(this.#store.nextId(), step, this.#networkNow?.())
      const endedAt = step.endedAt ?? (step.startedAt === undefined ? start.startedAt : undefined)
      this.#keepStep(this.#store.life, ended(start, { ...step, endedAt }))
    })
  }

  secret(said: Omit<SecretEvent, 'id' | 'at'>): void {
    this.#safely(() => {
      const event = { ...said, id: this.#store.nextId(), at: machineNow() }
      this.#store.keep({ life: this.#store.life, table: 'secret', record: event })
      this.#tell({ kind: 'secret', event })
    })
  }

  found(said: Omit<Finding, 'id' | 'at'>): void {
    this.#safely(() => {
      const where = shortText(said.where)
      const finding = { ...said, where, id: this.#store.nextId(), at: machineNow() }
      this.#store.keep({ life: this.#store.life, table: 'finding', record: finding })
      this.#tell({ kind: 'finding', finding })
    })
  }

  /** The steps of a task in the order they began. */
  ofTask(taskId: TaskId): Step[] {
    return this.#store
      .read<Step>('step', 'r.task = ?', [taskId])
      .map(({ record, untilMs }) => remembered(record, untilMs))
      .sort((a, b) => a.startedAt - b.startedAt || a.id - b.id)
  }

  /** Every secret with what became of it. */
  secrets(): SecretSummary[] {
    return this.#store.summaries()
  }

  /** The latest events of one secret, or of all, oldest first. */
  secretEvents(secret?: SecretRef, limit = 1_000): SecretEvent[] {
    const [where, values] = secret ? ['r.secret = ?', [keyOf(secret)]] : ['1', []]
    return this.#store
      .read<SecretEvent>('secret', where as string, values as string[], limit)
      .map(({ record }) => record)
  }

  /** Events of secrets that were for a task, oldest first. */
  secretEventsOfTask(taskId: TaskId): SecretEvent[] {
    return this.#store
      .read<SecretEvent>('secret', 'r.task = ?', [taskId])
      .map(({ record }) => record)
  }

  /** Canaries that a task gave away, oldest first. */
  findings(taskId: TaskId): Finding[] {
    return this.#store.read<Finding>('finding', 'r.task = ?', [taskId]).map(({ record }) => record)
  }

  /** Calls a listener with each change from now on; returns what ends that. */
  subscribe(listener: (change: TimelineChange) => void): () => void {
    this.#listeners.add(listener)
    return () => void this.#listeners.delete(listener)
  }

  /** What a snapshot keeps of the book: a few numbers, however long it is. */
  save(): SavedBook {
    return this.#store.save()
  }

  /** Goes back to what the network remembered at {@link save}; to nothing for another's snapshot. */
  restore(saved: SavedBook | undefined): void {
    this.#safely(() => {
      this.#store.restore(saved)
      this.#tell({ kind: 'restored' })
    })
  }

  /** Writes what is not written yet and closes the database. */
  close(): void {
    this.#listeners.clear()
    this.#safely(() => this.#store.close())
  }

  #keepStep(life: number, step: Step): void {
    this.#store.keep({ life, table: 'step', record: step })
    this.#tell({ kind: 'step', step })
  }

  #tell(change: TimelineChange): void {
    for (const listener of this.#listeners) this.#safely(() => listener(change))
  }

  /** A record that cannot be made must not harm what it is about. */
  #safely(work: () => void): void {
    try {
      work()
    } catch (error) {
      this.#onError(error as Error)
    }
  }
}
