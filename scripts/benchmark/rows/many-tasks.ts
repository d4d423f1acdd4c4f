import { atMost, atMostTimes, figure } from '../figure.ts'
import { FilledNetwork } from '../filled-network.ts'
import { pairsOf } from '../rounds.ts'
import type { Row } from '../row.ts'

/** A tenth of all tasks takes at most this share of the first tenth's time. */
const LAST_OF_FIRST = 1.1
const MOST_MB = 100

/** Whether a network becomes slower or larger with the tasks it has had. */
export const manyTasks: Row = {
  name: 'many-tasks',
  about: '10,000 tasks of doubles in one network: time, memory and state folder',
  isShort: false,
  measure: async (bench) => {
    const { tasks, taskMs, memoryMb, folderKb } = await FilledNetwork.of(bench)
    const tenth = taskMs.length / 10
    const mean = (values: readonly number[]) => values.reduce((sum, each) => sum + each, 0) / tenth
    const ends = [mean(taskMs.slice(-tenth)), mean(taskMs.slice(0, tenth))] as const
    const growth = ((memoryMb.at(-1)! - memoryMb[0]!) / tasks) * 1000
    return [
      figure(`a task of doubles, the last ${tasks / 10} of ${tasks}`, 'ms', pairsOf([ends]), {
        peer: `the first ${tasks / 10}`,
        budgets: [atMostTimes(LAST_OF_FIRST)],
        series: { tasks, values: taskMs },
      }),
      figure(`resident memory, growth for 1,000 of ${tasks} tasks`, 'MB', growth, {
        budgets: [atMost(MOST_MB)],
      }),
      figure(`state folder, growth for a task of ${tasks}`, 'KB', folderKb),
    ]
  },
}
