import type { Row } from './row.ts'
import { ask } from './rows/ask.ts'
import { fixture } from './rows/fixture.ts'
import { help } from './rows/help.ts'
import { memory } from './rows/memory.ts'
import { task } from './rows/task.ts'
import { up } from './rows/up.ts'

/** All rows, in the order of a report. */
export const ROWS: readonly Row[] = [up, help, ask, task, memory, fixture]
