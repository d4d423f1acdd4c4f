import { didYouMean, SimError } from '@iexec-sim/base'
import {
  type Misbehaviour,
  type MisbehaviourEntry,
  SCHEDULER,
  SCHEDULER_MISBEHAVIOURS,
  WORKER_MISBEHAVIOURS,
} from './misbehaviour.ts'

/** Names of the actors that can misbehave in a network with the given number of workers. */
export function actorsOf(workers: number): string[] {
  return [...Array.from({ length: workers }, (_, i) => `worker-${i + 1}`), SCHEDULER]
}

/**
 * Reads `worker-1=wrong-digest`. Throws `MISBEHAVIOUR_MALFORMED`, `ACTOR_UNKNOWN` and
 * `MISBEHAVIOUR_UNKNOWN`.
 */
export function readMisbehaviour(
  text: string,
  workers: number,
): Pick<MisbehaviourEntry, 'actor' | 'does'> {
  const [, actor, does] = /^([^=]+)=([^=]+)$/.exec(text) ?? []
  if (!actor || !does) throw new SimError('MISBEHAVIOUR_MALFORMED', { value: text })
  return { actor, does: misbehaviourOf(actor, does, workers) }
}

/**
 * A way of this actor to misbehave, by its name. Throws `ACTOR_UNKNOWN` and `MISBEHAVIOUR_UNKNOWN`.
 */
export function misbehaviourOf(actor: string, does: string, workers: number): Misbehaviour {
  if (!actorsOf(workers).includes(actor))
    throw new SimError('ACTOR_UNKNOWN', { actor, workers: workersText(workers) })
  const ways: readonly string[] =
    actor === SCHEDULER ? SCHEDULER_MISBEHAVIOURS : WORKER_MISBEHAVIOURS
  if (ways.includes(does)) return does as Misbehaviour
  throw new SimError('MISBEHAVIOUR_UNKNOWN', {
    actor,
    does,
    near: didYouMean(does, ways),
    ways: ways.join(', '),
  })
}

const workersText = (workers: number): string =>
  workers === 1 ? 'worker-1' : `worker-1 to worker-${workers}`
