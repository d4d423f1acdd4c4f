import type { Stage, TeeFramework } from '@iexec-sim/protocol'

/** Statement of an enclave about itself. */
export interface EvidenceStatement {
  /** Framework of the enclave. */
  framework: TeeFramework
  /** Measured fingerprint: 32 bytes of hex without `0x`. */
  fingerprint: string
  /** Stage whose variables it asks for. */
  stage: Stage
  /** Session that holds them. */
  sessionId: string
  /** The verifier's nonce, which ensures freshness and single use. */
  nonce: string
  /**
   * The enclave's X25519 key of this one request: SPKI, base64url. The response is sealed to it.
   */
  enclaveKey: string
  /** Milliseconds since 1970. */
  issuedAt: number
}

/** The header every evidence opens with. No verifier of real TEE evidence knows the type. */
export interface EvidenceHeader {
  /** Type of the evidence. */
  typ: typeof EVIDENCE_TYPE
  /** Signature algorithm: ECDSA on P-256 with SHA-256. */
  alg: 'ES256'
  /** Says that the evidence is simulated. */
  notice: string
  /** The platform's certificate, DER in base64. */
  x5c: [string]
}

/** Type of the header of evidence. */
export const EVIDENCE_TYPE = 'iexec-sim-SIMULATED-evidence+jws'
/** Notice for people in the header. */
export const EVIDENCE_NOTICE = 'SIMULATED: no hardware stands behind this evidence'

/** Why evidence, or what was asked with it, was refused. */
export const REFUSAL_REASONS = [
  'MALFORMED_EVIDENCE',
  'UNTRUSTED_ROOT',
  'CERTIFICATE_NOT_VALID_NOW',
  'BAD_SIGNATURE',
  'EVIDENCE_EXPIRED',
  'UNKNOWN_NONCE',
  'NONCE_OF_ANOTHER_SESSION',
  'NONCE_OF_ANOTHER_STAGE',
  'UNKNOWN_SESSION',
  'UNKNOWN_STAGE',
  'WRONG_FRAMEWORK',
  'WRONG_FINGERPRINT',
] as const
/** Why evidence, or what was asked with it, was refused. */
export type RefusalReason = (typeof REFUSAL_REASONS)[number]
