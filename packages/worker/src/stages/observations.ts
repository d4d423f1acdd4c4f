import { explainArgs } from '@iexec-sim/protocol'
import type { TaskRun } from '../task-run.ts'

/** Longest reported list of arguments, characters: a deal may have any number of them. */
const MOST_CHARACTERS = 10_000

/** Notes about a run besides its causes: how its arguments were split, and what was dropped. */
export function observations({ description, collected, output }: TaskRun): {
  argv?: string[]
  notes?: string[]
} {
  const { argv, warning } = explainArgs(description?.params.args ?? '')
  const { dropped = [], clashes = [] } = collected ?? {}
  const notes = [
    ...(warning && output ? [warning] : []),
    ...(dropped.length > 0
      ? [
          `Not part of the result, because they are not regular files or have invalid names: ${dropped.map(quoted).join(', ')}.`,
        ]
      : []),
    ...clashes.map(
      (path) =>
        `Several files are called ${quoted(path)} once bytes that are not UTF-8 are replaced; one was kept.`,
    ),
  ]
  return {
    ...(output && argv.length > 0 && argv.join('').length <= MOST_CHARACTERS ? { argv } : {}),
    ...(notes.length > 0 ? { notes } : {}),
  }
}

/** Longest reported path, characters. */
const LONGEST_PATH = 200
const quoted = (path: string): string =>
  JSON.stringify(path.length > LONGEST_PATH ? `${path.slice(0, LONGEST_PATH)}…` : path)
