import { Secret } from '@iexec-sim/base'
import type { SessionSpec, TeeFramework } from '@iexec-sim/protocol'

/** Fingerprints that stand for three enclaves. */
export const FINGERPRINTS = { pre: 'a'.repeat(64), app: 'b'.repeat(64), post: 'c'.repeat(64) }
/** Values that must show nowhere but in their own stage. */
export const APP_SECRET = 'app-secret-5e1f'
export const POST_SECRET = 'post-secret-9c04'

/** A session with a secret in each stage. */
export function sessionSpec(framework: TeeFramework, over: Partial<SessionSpec> = {}): SessionSpec {
  const taskId = `0x${'1'.repeat(64)}`
  return {
    sessionId: `ABCDEFGHIJ0000${taskId}`,
    framework,
    taskId,
    stages: {
      ...(framework === 'gramine'
        ? {}
        : {
            'pre-compute': {
              fingerprint: FINGERPRINTS.pre,
              command: '/bin/pre',
              environment: { IS_DATASET_REQUIRED: 'false', IEXEC_TASK_ID: taskId },
            },
          }),
      app: {
        fingerprint: FINGERPRINTS.app,
        command: framework === 'gramine' ? '' : '/app/start --x "a b"',
        environment: { IEXEC_TASK_ID: taskId, IEXEC_REQUESTER_SECRET_1: new Secret(APP_SECRET) },
      },
      'post-compute': {
        fingerprint: FINGERPRINTS.post,
        command: framework === 'gramine' ? '' : '/bin/post',
        environment: { RESULT_TASK_ID: taskId, RESULT_STORAGE_TOKEN: new Secret(POST_SECRET) },
      },
    },
    ...over,
  }
}
