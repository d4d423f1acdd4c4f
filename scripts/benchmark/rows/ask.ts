import { Client } from '../client.ts'
import { BenchNetwork } from '../network.ts'
import type { Row } from '../row.ts'
import { measureCommand } from './commands.ts'

/** Commands that only ask a running network. */
export const ask: Row = {
  name: 'ask',
  about: 'status, secret check and task show: time and peak memory',
  isShort: true,
  measure: async (bench) => {
    const { engine, image } = await bench.containers()
    await using network = await BenchNetwork.up(bench.program)
    const client = await Client.prepare(network.running, engine, image, 'standard')
    const taskId = await client.run()
    const { requester } = client
    await requester.sms('scone').pushRequesterSecret(requester.wallet, 'key', 'value')
    const at = ['--state', network.running.stateDir]
    const figures = []
    for (const [label, ...args] of [
      ['status', 'status'],
      ['secret check', 'secret', 'check', 'key', '--tee', 'scone'],
      ['task show', 'task', 'show', taskId],
    ] as const)
      figures.push(...(await measureCommand(bench, label, [...args, ...at])))
    return figures
  },
}
