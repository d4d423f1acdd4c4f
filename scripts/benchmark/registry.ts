import type { Row } from './row.ts'
import { ask } from './rows/ask.ts'
import { fixture } from './rows/fixture.ts'
import { help } from './rows/help.ts'
import { manyTasks } from './rows/many-tasks.ts'
import { match } from './rows/match.ts'
import { memory } from './rows/memory.ts'
import { orders } from './rows/orders.ts'
import { pool } from './rows/pool.ts'
import { protocol } from './rows/protocol.ts'
import { queue } from './rows/queue.ts'
import { replay } from './rows/replay.ts'
import { snapshots } from './rows/snapshots.ts'
import { subgraph } from './rows/subgraph.ts'
import { task } from './rows/task.ts'
import { up } from './rows/up.ts'

/** All rows, in the order of a report. */
export const ROWS: readonly Row[] = [
  up,
  help,
  ask,
  task,
  queue,
  match,
  protocol,
  memory,
  fixture,
  snapshots,
  pool,
  orders,
  manyTasks,
  replay,
  subgraph,
]
