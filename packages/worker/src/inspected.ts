import type { Hex, TaskId } from '@iexec-sim/protocol'

/** What an app left behind, as it is looked through before the worker goes on. */
export interface Inspected {
  /** Id of the task. */
  taskId: TaskId
  /** Name of the worker. */
  worker: string
  /** Folder of all output: what was captured, the archive, and the app's files below it. */
  dir: string
  /** Folder of the app's files. */
  outputDir: string
  /** Bytes for the deal's callback contract; `0x` without. */
  callbackData: Hex
}
