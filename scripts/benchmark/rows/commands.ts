import type { Bench } from '../bench.ts'
import { atMost, atMostTimes, type Figure, figure } from '../figure.ts'
import { commandMs, commandPeakMb } from '../processes.ts'
import { inTurns } from '../rounds.ts'

const TIMES_NODE = 4
const MOST_MB = 70
const BARE = ['-e', '0']

/** Time and peak memory of a command, beside a process of Node.js that does nothing. */
export async function measureCommand(
  bench: Bench,
  label: string,
  args: readonly string[],
): Promise<Figure[]> {
  bench.say(`running iexec-sim ${label}`)
  const command = [bench.program, ...args]
  const time = await inTurns(
    bench.rounds(15, 3),
    () => commandMs(command),
    () => commandMs(BARE),
    2,
  )
  const memory = await inTurns(
    3,
    () => commandPeakMb(command),
    () => commandPeakMb(BARE),
  )
  const peer = 'node -e 0'
  return [
    figure(`iexec-sim ${label}`, 'ms', time, { peer, budgets: [atMostTimes(TIMES_NODE)] }),
    figure(`iexec-sim ${label}, peak memory`, 'MB', memory, { peer, budgets: [atMost(MOST_MB)] }),
  ]
}
