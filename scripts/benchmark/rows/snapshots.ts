import { httpRpc } from '../../../packages/chain/src/client/index.ts'
import { createNetwork } from '../../../packages/testing/src/index.ts'
import { Doubles, play } from '../doubles.ts'
import { atMost, figure } from '../figure.ts'
import { median, timed } from '../rounds.ts'
import type { Row } from '../row.ts'

const DEALS = 1_000
const SAVE_MS = 50
const RESTORE_MS = 50

/** Snapshots of a network of a thousand deals, each with a finished task of doubles. */
export const snapshots: Row = {
  name: 'snapshots',
  about: 'save and restore of a network with 1,000 deals',
  isShort: false,
  measure: async (bench) => {
    const deals = bench.rounds(DEALS, 100)
    await using network = await createNetwork()
    const rpc = httpRpc(network.sheet.rpc)
    const doubles = new Doubles()
    await network.snapshots.save('empty')
    await doubles.setUp(rpc)
    bench.say(`running ${deals} tasks of doubles, to have a network that is worth a snapshot`)
    await play(rpc, await doubles.prepare(deals))
    const next = await doubles.prepare(1)
    const times = { save: [] as number[], revert: [] as number[], replay: [] as number[] }
    bench.say('saving and restoring')
    for (let round = 0; round < bench.rounds(7, 2); round++) {
      times.save.push(await timed(() => network.snapshots.save('full')))
      await play(rpc, next)
      times.revert.push(await timed(() => network.snapshots.restore('full')))
    }
    for (let round = 0; round < bench.rounds(3, 1); round++) {
      await network.snapshots.restore('empty')
      times.replay.push(await timed(() => network.snapshots.restore('full')))
    }
    const of = `${deals} deals`
    return [
      figure(`snapshot save, ${of}`, 'ms', median(times.save), { budgets: [atMost(SAVE_MS)] }),
      figure(`snapshot restore, ${of}, of a later state`, 'ms', median(times.revert), {
        budgets: [atMost(RESTORE_MS)],
      }),
      figure(`snapshot restore, ${of}, of an earlier state`, 'ms', median(times.replay), {
        budgets: [atMost(RESTORE_MS)],
        note: 'the chain goes forward, which is a replay of its journal',
      }),
    ]
  },
}
