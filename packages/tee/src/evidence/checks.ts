import type { RefusalReason } from './evidence.ts'

/** A check of evidence. */
export interface EvidenceCheck {
  /** The check in words. */
  check: string
  /** `skipped` after one that failed. */
  outcome: 'passed' | 'failed' | 'skipped'
}

/** Checks in the order of the verifier, and the refusals they end in. */
const CHECKS: readonly [check: string, ...reasons: RefusalReason[]][] = [
  ['form', 'MALFORMED_EVIDENCE'],
  ['certificate chain', 'UNTRUSTED_ROOT'],
  ['certificate validity', 'CERTIFICATE_NOT_VALID_NOW'],
  ['signature', 'BAD_SIGNATURE'],
  ['age', 'EVIDENCE_EXPIRED'],
  ['nonce', 'UNKNOWN_NONCE', 'NONCE_OF_ANOTHER_SESSION', 'NONCE_OF_ANOTHER_STAGE'],
  ['session', 'UNKNOWN_SESSION'],
  ['framework', 'WRONG_FRAMEWORK'],
  ['stage', 'UNKNOWN_STAGE'],
  ['fingerprint', 'WRONG_FINGERPRINT'],
]

/** Outcome of each check of evidence, from the reason of its refusal; all passed without one. */
export function checksOf(refused?: string): EvidenceCheck[] {
  const failed = CHECKS.findIndex(([, ...reasons]) => reasons.some((reason) => reason === refused))
  return CHECKS.map(([check], i) => ({
    check,
    outcome: failed === -1 || i < failed ? 'passed' : i === failed ? 'failed' : 'skipped',
  }))
}
