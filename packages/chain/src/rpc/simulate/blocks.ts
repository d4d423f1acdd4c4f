import { RpcFailure } from '../../internal/edr.ts'
import { MOST_BLOCKS, type SimulatedBlock, type Simulation, tooMany } from './payload.ts'

/** Seconds between blocks when nothing else is said, as in geth. */
const BLOCK_TIME = 12

/** A block with the number and the timestamp it is going to have. */
export interface DatedBlock extends SimulatedBlock {
  /** Block number. */
  number: number
  /** Timestamp, seconds since 1970. */
  time: number
}

/**
 * Gives each block its number and time, with empty blocks where numbers are left out. Throws where
 * either runs back.
 */
export function datedBlocks(
  { blocks }: Simulation,
  base: { number: number; head: number },
): DatedBlock[] {
  const dated: DatedBlock[] = []
  let [number, time] = [base.number, base.head]
  for (const block of blocks) {
    const { number: wanted, time: at } = block.blockOverrides
    const last = wanted === undefined ? number + 1 : quantity(wanted)
    if (last <= number)
      throw new RpcFailure(-38020, `block numbers must be in order: ${last} <= ${number}`)
    if (last - base.number > MOST_BLOCKS) throw tooMany('blocks', MOST_BLOCKS)
    for (number++; number < last; number++) {
      time += BLOCK_TIME
      dated.push({ blockOverrides: {}, stateOverrides: {}, calls: [], number, time })
    }
    const next = at === undefined ? time + BLOCK_TIME : quantity(at)
    if (next <= time)
      throw new RpcFailure(-38021, `block timestamps must be in order: ${next} <= ${time}`)
    time = next
    dated.push({ ...block, number, time })
  }
  return dated
}

function quantity(value: string): number {
  if (typeof value !== 'string' || !/^0x[0-9a-f]{1,12}$/i.test(value))
    throw new RpcFailure(-32602, 'the number and time of a block are hex quantities')
  return Number(value)
}
