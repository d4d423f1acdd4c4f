import type { SecretId } from '@iexec-sim/protocol'
import type { SmsContext } from '../context.ts'
import { isPublic } from '../store/is-public.ts'

/** Takes down a write that the SMS did or did not take. */
export function noteWrite(
  { recorder, framework }: SmsContext,
  id: SecretId,
  kind: 'set' | 'updated' | 'write-refused',
  via: string,
  reason?: string,
): void {
  if (isPublic(id)) return
  recorder.secret({ framework, ...id, kind, via, ...(reason ? { reason } : {}) })
}

/** Why a write was refused. */
export const REFUSED = {
  unsigned: 'It was not signed by its owner.',
  tooLong: 'It is longer than 4 KiB.',
  exists: 'It is set already, and is set for good.',
  unset: 'It was never set.',
} as const
