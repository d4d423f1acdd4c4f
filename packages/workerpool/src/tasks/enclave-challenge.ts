import { type Address, ZERO_ADDRESS } from '@iexec-sim/protocol'
import type { Task } from '../model.ts'
import type { PoolContext } from '../pool-context.ts'

/**
 * Address of the key that a task's enclave signs with; zero for a standard task, `undefined` when
 * the SMS gives none.
 */
export async function enclaveChallenge(
  { sms, owner, recorder }: PoolContext,
  { taskId, framework }: Task,
): Promise<Address | undefined> {
  if (!framework) return ZERO_ADDRESS
  const step = recorder.begin({
    taskId,
    service: 'workerpool',
    name: 'challenge-received',
    facts: { framework },
  })
  const challenge = await sms[framework]?.client
    .enclaveChallenge(taskId, owner)
    .catch(() => undefined)
  step.end(challenge ? { facts: { challenge } } : { outcome: 'failed' })
  return challenge
}
