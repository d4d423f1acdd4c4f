import { randomUUID } from 'node:crypto'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { SimError } from '@iexec-sim/base'
import type { Hex } from '@iexec-sim/protocol'
import { type ClockState, LATEST_MS } from './clock.ts'

/** A moment of a chain, as a snapshot remembers it beside the journal that leads there. */
export interface ChainMoment {
  /** Random: the engine may still know a state under it. */
  id: string
  /** Hash of the newest block. */
  blockHash: Hex
  /** Seconds since 1970 of the newest block. */
  head: number
  /** Whether transactions were mined at once. */
  automine: boolean
  /** State of the network's clock. */
  clock: ClockState
}

/** File of the journal within a snapshot. */
export const JOURNAL = 'journal.ndjson'
const MOMENT = 'moment.json'

/** Writes a new moment into a folder. */
export function writeMoment(dir: string, facts: Omit<ChainMoment, 'id'>): ChainMoment {
  const moment = { id: randomUUID(), ...facts }
  writeFileSync(join(dir, MOMENT), JSON.stringify(moment), { mode: 0o600 })
  return moment
}

/** Reads the moment of a folder. Throws `SNAPSHOT_CORRUPT`. */
export function readMoment(dir: string): ChainMoment {
  const file = join(dir, MOMENT)
  let moment: Partial<ChainMoment>
  try {
    moment = JSON.parse(readFileSync(file, 'utf8'))
  } catch (error) {
    throw new SimError('SNAPSHOT_CORRUPT', { file, reason: (error as Error).message })
  }
  const { id, blockHash, head, automine, clock } = moment
  if (
    typeof id === 'string' &&
    typeof blockHash === 'string' &&
    typeof head === 'number' &&
    isClock(clock)
  )
    return { id, blockHash, head, automine: automine !== false, clock }
  throw new SimError('SNAPSHOT_CORRUPT', { file, reason: 'not a moment of a chain' })
}

function isClock(clock: unknown): clock is ClockState {
  const { aheadMs, frozenAtMs } = (clock ?? {}) as { aheadMs?: unknown; frozenAtMs?: unknown }
  const [ahead, frozenAt] = [isMoment(aheadMs), isMoment(frozenAtMs)]
  return ahead !== frozenAt
}

/** A clock beyond the range of dates would stop every service. */
const isMoment = (ms: unknown): boolean => typeof ms === 'number' && Math.abs(ms) <= LATEST_MS
