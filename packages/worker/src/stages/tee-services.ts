import type { TeeFramework } from '@iexec-sim/protocol'
import type { EnclaveLauncher } from '@iexec-sim/tee'
import { type DescribedRun, TaskFailure } from '../task-run.ts'
import type { WorkerContext } from '../worker-context.ts'

/**
 * The launcher and the SMS of a TEE task. Fails with `TEE_NOT_SUPPORTED` or `UNKNOWN_SMS` if the
 * worker lacks one of them.
 */
export function teeServices(
  { launchers }: WorkerContext,
  { smsUrl }: DescribedRun,
  framework: TeeFramework,
): { launcher: EnclaveLauncher; smsUrl: string } {
  const launcher = launchers[framework]
  if (!launcher) throw new TaskFailure('TEE_NOT_SUPPORTED')
  if (!smsUrl) throw new TaskFailure('UNKNOWN_SMS')
  return { launcher, smsUrl }
}
