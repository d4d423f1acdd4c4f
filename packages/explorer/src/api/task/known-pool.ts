import { address } from '@iexec-sim/protocol'
import type { ExplorerSources } from '../../sources.ts'

/** The debug pool, as an explanation of a consensus needs to know it. */
export const knownPool = ({ workers, workerpool }: ExplorerSources) => ({
  workerpool: { address: workerpool },
  workers: workers.map(({ name, address: of }) => ({ name, address: address(of) })),
})
