import type { Row } from '../row.ts'
import { measureCommand } from './commands.ts'

/** The command that needs no network. */
export const help: Row = {
  name: 'help',
  about: 'iexec-sim --help: time and peak memory',
  isShort: true,
  measure: (bench) => measureCommand(bench, '--help', ['--help']),
}
