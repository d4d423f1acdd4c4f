import { createNetwork, type TestNetwork } from '../../packages/testing/src/index.ts'
import { type Measure, measure, residentMb, timed } from './bench-measure.ts'

const MANY = 10

/** Ten networks side by side: all start at once, then each runs a task. */
export async function benchMany(image: string, say: (line: string) => void): Promise<Measure[]> {
  say(`starting ${MANY} networks at once`)
  let networks: TestNetwork[] = []
  try {
    const start = await timed(async () => {
      networks = await Promise.all(Array.from({ length: MANY }, () => createNetwork()))
    })
    const fresh = networks.map(({ sheet }) => residentMb(sheet.pid))
    say('running a task in each')
    const run = await timed(() => Promise.all(networks.map((network) => runTask(network, image))))
    const used = networks.map(({ sheet }) => residentMb(sheet.pid))
    return [
      measure(`${MANY} networks at once, until all are ready`, 'ms', start),
      measure(`${MANY} networks, a task in each at once`, 'ms', run),
      measure(`${MANY} networks, resident, just started`, 'MB', sum(fresh)),
      measure(`${MANY} networks, resident, after a task in each`, 'MB', sum(used)),
    ]
  } finally {
    await Promise.all(networks.map((network) => network.close()))
  }
}

async function runTask(network: TestNetwork, image: string): Promise<void> {
  const { completed, taskId, status } = await network.run(
    await network.app(image, { tee: 'scone' }),
  )
  if (!completed) throw new Error(`Task ${taskId} is ${status}, not COMPLETED.`)
}

const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0)
