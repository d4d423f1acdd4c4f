import { setTimeout as sleep } from 'node:timers/promises'
import { Client } from '../client.ts'
import { atMostTimes, figure } from '../figure.ts'
import { BenchNetwork } from '../network.ts'
import { HardhatNode } from '../peers/hardhat-node.ts'
import { treeMb } from '../processes.ts'
import { inTurns, pairsOf } from '../rounds.ts'
import type { Row } from '../row.ts'

const IDLE_MS = 3_000
const FRESH = 1.1
const USED = 1.3

/** Memory of a network with nothing to do, beside that of `hardhat node`. */
export const memory: Row = {
  name: 'memory',
  about: 'resident memory, just started and after 100 tasks',
  isShort: true,
  measure: async (bench) => {
    const { engine, image } = await bench.containers()
    bench.say('weighing idle networks')
    const fresh = await inTurns(
      bench.rounds(3, 1),
      () => BenchNetwork.up(bench.program).then((one) => idleMb(one, one.running.sheet.pid)),
      hardhatMb,
    )
    await using network = await BenchNetwork.up(bench.program)
    const client = await Client.prepare(network.running, engine, image, 'scone')
    const tasks = bench.rounds(100, 10)
    bench.say(`running ${tasks} tasks, then weighing the network`)
    for (let i = 0; i < tasks; i++) await client.run()
    await sleep(IDLE_MS)
    const used = await treeMb(network.running.sheet.pid)
    const peer = 'hardhat node, just started'
    return [
      figure('resident memory, just started', 'MB', fresh, { peer, budgets: [atMostTimes(FRESH)] }),
      figure(
        `resident memory, idle after ${tasks} tasks`,
        'MB',
        pairsOf([[used, await hardhatMb()]]),
        { peer, budgets: [atMostTimes(USED)] },
      ),
    ]
  },
}

const hardhatMb = () => HardhatNode.start().then((node) => idleMb(node, node.pid))

/** Memory of a process that was left alone for a moment; it is ended after that. */
async function idleMb(owner: AsyncDisposable, pid: number): Promise<number> {
  await using _ = owner
  await sleep(IDLE_MS)
  return await treeMb(pid)
}
