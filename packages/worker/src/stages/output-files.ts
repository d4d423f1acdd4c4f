import { renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { TaskRun } from '../task-run.ts'
import type { WorkerContext } from '../worker-context.ts'

/** Why an output that was not copied to its end cannot become a result. */
export function tooLargeReason({ limits }: WorkerContext): string {
  return `the output is larger than the ${limits.maxResultBytes} bytes or ${limits.maxResultFiles} files of a result; write less, or raise "up --max-result-bytes"`
}

/** Writes a file into the app's output, in the place of any entry of that name. */
export function placeFile(run: TaskRun, name: string, content: string): void {
  writeFileSync(freed(run, name), content, { mode: 0o600 })
}

/** Moves a file into the app's output, in the place of any entry of that name. */
export function moveIntoOutput(run: TaskRun, name: string, file: string): void {
  renameSync(file, freed(run, name))
}

function freed(run: TaskRun, name: string): string {
  const path = join(run.outputDir, name)
  rmSync(path, { recursive: true, force: true })
  if (run.collected?.links) delete run.collected.links[name]
  return path
}
