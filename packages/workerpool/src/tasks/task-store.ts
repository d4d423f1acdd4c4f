import type { DatabaseSync } from 'node:sqlite'
import { isFinalTaskStatus, type TaskId } from '@iexec-sim/protocol'
import { openPrivateDatabase, restoreTables, saveTables } from '@iexec-sim/snapshot'
import { statusOf, type Task } from '../model.ts'

/** Logs of a task that is over are kept this long after its final deadline. */
const LOGS_LIFE_MS = 3 * 24 * 60 * 60_000

/** The scheduler's tasks, one document each. Saved tasks survive the death of the process. */
export class TaskStore {
  readonly #db: DatabaseSync
  readonly #tasks = new Map<TaskId, Task>()

  /** `path` is a database file, or `:memory:`. */
  constructor(path: string) {
    this.#db = openPrivateDatabase(path)
    this.#db.exec(`
      CREATE TABLE IF NOT EXISTS task (id TEXT PRIMARY KEY, document TEXT NOT NULL);
      CREATE TABLE IF NOT EXISTS progress (name TEXT PRIMARY KEY, value INTEGER NOT NULL);`)
    this.#load()
  }

  #load(): void {
    this.#tasks.clear()
    for (const { document } of this.#db.prepare('SELECT document FROM task').all() as {
      document: string
    }[]) {
      const task = JSON.parse(document) as Task
      this.#tasks.set(task.taskId, task)
    }
  }

  /** A task by id; none for `undefined`, which is what a malformed id reads as. */
  get(taskId: TaskId | undefined): Task | undefined {
    return taskId && this.#tasks.get(taskId)
  }

  /** Every task. */
  all(): Task[] {
    return [...this.#tasks.values()]
  }

  /** Tasks the scheduler is not done with. */
  unfinished(): Task[] {
    return this.all().filter((task) => !isFinalTaskStatus(statusOf(task)))
  }

  /** Drops the logs of tasks that were to be over three days ago; `nowMs` is the network's time. */
  purgeLogs(nowMs: number): void {
    for (const task of this.#tasks.values()) {
      if (!isFinalTaskStatus(statusOf(task)) || nowMs < task.finalDeadline + LOGS_LIFE_MS) continue
      const logged = task.replicates.filter(({ logs }) => logs !== undefined)
      for (const replicate of logged) delete replicate.logs
      if (logged.length > 0) this.save(task)
    }
  }

  /** Keeps a task as it is now. */
  save(task: Task): void {
    this.#tasks.set(task.taskId, task)
    this.#db
      .prepare(
        'INSERT INTO task VALUES (?, ?) ON CONFLICT (id) DO UPDATE SET document = excluded.document',
      )
      .run(task.taskId, JSON.stringify(task))
  }

  /** The block whose deals were all taken up; 0 at first. */
  get block(): number {
    return (
      (
        this.#db.prepare("SELECT value FROM progress WHERE name = 'block'").get() as
          | { value: number }
          | undefined
      )?.value ?? 0
    )
  }

  set block(value: number) {
    this.#db
      .prepare(
        "INSERT INTO progress VALUES ('block', ?) ON CONFLICT (name) DO UPDATE SET value = excluded.value",
      )
      .run(value)
  }

  /** Writes everything into a file. */
  saveTo(file: string): void {
    saveTables(this.#db, file)
  }

  /** Restores the state of {@link saveTo}. Throws `SNAPSHOT_CORRUPT`. */
  restoreFrom(file: string): void {
    restoreTables(this.#db, file)
    this.#load()
  }

  close(): void {
    this.#db.close()
  }
}
