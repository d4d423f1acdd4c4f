import type { DealId, TaskId } from '@iexec-sim/protocol'
import type { WorkerName } from '../misbehaviour/misbehaviour.ts'
import type { ChainTrouble, Fault, FaultEntry, HttpTrouble, StageFault } from '../table/fault.ts'
import type { FaultCause } from '../table/fault-names.ts'
import type { FaultMaker, TaskNeed } from '../table/fault-row.ts'
import { canOccur } from '../table/fault-table.ts'
import { type FaultWorld, readFault } from '../table/read-fault.ts'
import type { WorkerStage } from '../table/stages.ts'
import { chances } from './chance.ts'
import { serviceRoutes } from './service-routes.ts'

/** Options of a fault book. */
export interface FaultBookOptions {
  /** Services, workers and generation that faults are validated against. */
  world: Omit<FaultWorld, 'routes'>
  /** Faults that hold from the start. They are JSON, and checked as such. */
  faults?: readonly unknown[] | undefined
  /** Seed of the rates. @default the same in every network */
  seed?: string | undefined
  /** Called when a fault was added, taken back, or has struck. */
  onChange?: (() => void) | undefined
}

/** A stage of a task, as the code that raises faults sees it. */
export interface StageOccasion {
  /** Part of the code that would raise the fault. */
  maker: FaultMaker
  /** Stages the code is at. */
  stages: readonly WorkerStage[]
  /** Worker that runs the task. */
  worker: WorkerName
  /** Id of the task. */
  task: TaskId
  /** Id of its deal; `undefined` while unknown. */
  deal: DealId | undefined
  /** Whether the task is or has something. */
  has(need: TaskNeed): boolean
}

/** A fault that strikes, and where. */
export interface StruckStage {
  /** Cause the stage fails with. */
  cause: FaultCause
  /** Stage that fails. */
  stage: WorkerStage
}

interface Kept {
  entry: FaultEntry
  chance: () => number
}

/**
 * Deliberate faults of a network. Services that can fail consult it at every occasion; a fault that
 * has struck as often as it was to is gone. It does nothing before {@link arm}: a network has to be
 * there before it can fail.
 */
export class FaultBook {
  readonly #world: Omit<FaultWorld, 'routes'>
  readonly #seed: string
  readonly #configured: readonly unknown[]
  readonly #onChange: () => void
  readonly #routes = new Map<string, readonly string[]>()
  #kept: readonly Kept[] = []
  #nextId = 1
  #isArmed = false

  /** Throws as {@link add} does. */
  constructor({ world, faults = [], seed = '', onChange = () => {} }: FaultBookOptions) {
    this.#world = world
    this.#seed = seed
    this.#configured = faults
    this.#onChange = onChange
    this.reset()
  }

  /** Whether no fault is in force: the usual case, which needs no further lookups. */
  get isEmpty(): boolean {
    return this.#kept.length === 0 || !this.#isArmed
  }

  /** Notes the routes of a service whose door is open. */
  knowRoutes(service: string, routes: readonly string[]): void {
    this.#routes.set(service, routes)
  }

  /** Routes by service, as the doors that are open have them. */
  get routes(): ReadonlyMap<string, readonly string[]> {
    return this.#routes
  }

  /** From here on faults strike. */
  arm(): void {
    this.#isArmed = true
  }

  /** The entries in force, in the order they were added. */
  list(): FaultEntry[] {
    return this.#kept.map(({ entry }) => ({ ...entry }))
  }

  /**
   * Adds a fault. Throws `FAULT_MALFORMED`, `FAULT_NAME_UNKNOWN` and `FAULT_NOT_THERE`, with
   * nothing changed.
   */
  add(fault: Fault): FaultEntry {
    const entry: FaultEntry = { ...this.#read(fault), id: this.#nextId++, struck: 0 }
    this.#kept = [...this.#kept, { entry, chance: chances(this.#seed, String(entry.id)) }]
    this.#onChange()
    return { ...entry }
  }

  /**
   * Takes one fault back by its number, or all, the configuration's too. Answers how many that
   * were.
   */
  clear(id?: number): number {
    const before = this.#kept.length
    this.#kept = id === undefined ? [] : this.#kept.filter(({ entry }) => entry.id !== id)
    this.#onChange()
    return before - this.#kept.length
  }

  /** Resets it to the configured faults, with no strike counted. */
  reset(): void {
    this.#kept = []
    this.#nextId = 1
    this.#onChange()
    for (const fault of this.#configured) this.add(fault as Fault)
  }

  /**
   * Fault that replaces a route's work for this request. `route` is `undefined` for an unknown
   * path.
   */
  http(service: string, method: string, route: string | undefined): HttpTrouble | undefined {
    const struck = this.#strike(
      (fault) =>
        fault.on === 'http' &&
        fault.service === service &&
        (fault.route === undefined || fault.route === route) &&
        (fault.method === undefined || fault.method === method),
    )
    return struck?.on === 'http' ? struck.does : undefined
  }

  /** Fault of a transaction. */
  transaction(): ChainTrouble | undefined {
    const struck = this.#strike((fault) => fault.on === 'chain')
    return struck?.on === 'chain' ? struck.does : undefined
  }

  /** Fault of a task at one of some stages. */
  stage(occasion: StageOccasion): StruckStage | undefined {
    const struck = this.#strike(
      (fault) => fault.on === 'stage' && stageOf(fault, occasion) !== undefined,
    )
    return struck?.on === 'stage'
      ? { cause: struck.cause, stage: stageOf(struck, occasion)! }
      : undefined
  }

  /** Offset of a clock to the network's, in ms. */
  driftMs(owner: string): number {
    if (this.isEmpty) return 0
    const drifts = this.#kept.map(({ entry }) =>
      entry.on === 'clock' && entry.service === owner ? entry.driftMs : 0,
    )
    return drifts.reduce((sum, drift) => sum + drift, 0)
  }

  /** The first fault in force here that strikes now. */
  #strike(holds: (fault: Fault) => boolean): FaultEntry | undefined {
    if (this.isEmpty) return undefined
    const struck = this.#kept.find(({ entry, chance }) => holds(entry) && chance() < rateOf(entry))
    if (!struck) return undefined
    struck.entry.struck += 1
    if (struck.entry.on !== 'clock' && struck.entry.struck === struck.entry.times)
      this.#kept = this.#kept.filter((kept) => kept !== struck)
    this.#onChange()
    return struck.entry
  }

  #read(fault: unknown): Fault {
    const { generation } = this.#world
    return readFault(fault, {
      ...this.#world,
      routes: (service) => serviceRoutes(service, generation),
    })
  }
}

const rateOf = (fault: Fault): number => (fault.on === 'clock' ? 0 : (fault.rate ?? 1))

/** The stage at which a fault strikes here, if it does. */
function stageOf(
  { cause, stage, worker, task, deal }: StageFault,
  occasion: StageOccasion,
): WorkerStage | undefined {
  const isMeant =
    (worker ?? occasion.worker) === occasion.worker &&
    (task ?? occasion.task) === occasion.task &&
    (deal === undefined || deal === occasion.deal)
  if (!isMeant) return undefined
  return occasion.stages.find(
    (here) =>
      (stage ?? here) === here &&
      canOccur({ cause, stage: here, maker: occasion.maker }, (need) => occasion.has(need)),
  )
}
