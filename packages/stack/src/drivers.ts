import { SimError, type TeeFramework } from '@iexec-sim/protocol'
import { gramineDriver, type MeasurementCache, sconeDriver, type TeeDriver } from '@iexec-sim/tee'

const DRIVERS: Partial<Record<TeeFramework, (options: { cache: MeasurementCache }) => TeeDriver>> = {
  scone: sconeDriver,
  gramine: gramineDriver,
}

/** The driver of a TEE framework. */
export function makeDriver(framework: TeeFramework, cache: MeasurementCache): TeeDriver {
  const make = DRIVERS[framework]
  if (!make) throw new SimError('FRAMEWORK_NOT_SERVED', { framework, served: Object.keys(DRIVERS).join(', ') })
  return make({ cache })
}
