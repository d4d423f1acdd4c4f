import type { TeeFramework } from '@iexec-sim/protocol'
import {
  gramineDriver,
  type MeasurementCache,
  sconeDriver,
  type TeeDriver,
  tdxDriver,
} from '@iexec-sim/tee'

const DRIVERS: Record<TeeFramework, (options: { cache: MeasurementCache }) => TeeDriver> = {
  scone: sconeDriver,
  gramine: gramineDriver,
  tdx: tdxDriver,
}

/** The driver of a TEE framework. */
export function makeDriver(framework: TeeFramework, cache: MeasurementCache): TeeDriver {
  return DRIVERS[framework]({ cache })
}
