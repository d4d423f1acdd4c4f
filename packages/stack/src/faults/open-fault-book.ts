import { FaultBook } from '@iexec-sim/faults'
import type { NetworkConfig } from '../config.ts'

/**
 * The book of a network's deliberate faults; `onChange` is called when they change. Throws for a
 * configured fault that cannot be.
 */
export function openFaultBook(
  { profile, workers, faults, seed }: NetworkConfig,
  onChange?: () => void,
): FaultBook {
  const services = Object.keys(profile.ports).filter(
    (name) => name !== 'control' && name !== 'explorer',
  )
  return new FaultBook({
    world: { services, workers, generation: profile.generation },
    faults,
    seed,
    onChange,
  })
}

/** Throws for a fault of a configuration that cannot be, before anything is started. */
export const checkFaults = (config: NetworkConfig): void => void openFaultBook(config)
