import { SimError } from '@iexec-sim/base'
import type { RunOptions } from './run.ts'
import type { ContainerSpec } from './spec.ts'

/**
 * Deliberate trouble of an engine with a task container: too little memory, no space, or losing it.
 */
export type EngineTrouble = 'out-of-memory' | 'no-disk' | 'engine-restarts'

/** The least an engine gives a container, bytes: a runtime is killed as it starts. */
const TOO_LITTLE_BYTES = 6 * 1024 ** 2

/** A run as it is when an engine has trouble with it. Throws `ENGINE_NO_SPACE`. */
export function inTrouble(
  trouble: EngineTrouble,
  spec: ContainerSpec,
  options: RunOptions,
): { spec: ContainerSpec; options: RunOptions } {
  if (trouble === 'no-disk')
    throw new SimError('ENGINE_NO_SPACE', { action: 'create a task container' })
  if (trouble === 'out-of-memory')
    return { spec: { ...spec, limits: { ...spec.limits, memoryBytes: TOO_LITTLE_BYTES } }, options }
  const lost = new AbortController()
  const signal = options.signal ? AbortSignal.any([options.signal, lost.signal]) : lost.signal
  const gone = new SimError('ENGINE_HUNG_UP', {
    action: 'wait for a task container',
    reason: 'the engine restarts',
  })
  return { spec, options: { ...options, signal, onStarted: () => lost.abort(gone) } }
}
