import { type AddressSheet, officialHosts } from '@iexec-sim/client'
import { hostMap } from '../../bin.ts'

/** Loads the map's file; a path in Node's options is in quotes. */
const LOAD_MAP = `--require=${JSON.stringify(hostMap)}`

/**
 * The variables that lead Node.js programs which ask official hosts to the networks of these sheets.
 * What `NODE_OPTIONS` has already stays.
 */
export function hostEnvironment(
  sheets: readonly AddressSheet[],
  before = process.env.NODE_OPTIONS ?? '',
): { NODE_OPTIONS: string; IEXEC_SIM_HOST_MAP: string } {
  return {
    NODE_OPTIONS: before.includes(LOAD_MAP) ? before : `${before} ${LOAD_MAP}`.trim(),
    IEXEC_SIM_HOST_MAP: JSON.stringify(officialHosts(sheets)),
  }
}
