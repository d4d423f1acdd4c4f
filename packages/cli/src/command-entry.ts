import type { Command } from 'commander'

/** A command of the program, loaded when it is run. */
export interface CommandEntry {
  /** Its line in the help of the program. */
  description: string
  /** Its options and arguments in that help. @default none, for a group of commands */
  usage?: string
  /** Left out of that help: programs call it. */
  isHidden?: true
  /** Loads the code behind it. */
  load: () => Promise<Command>
}
