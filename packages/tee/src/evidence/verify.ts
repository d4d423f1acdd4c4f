import { X509Certificate } from 'node:crypto'
import { compactVerify, decodeProtectedHeader } from 'jose'
import { EVIDENCE_TYPE, type EvidenceStatement, type RefusalReason } from './evidence.ts'

/** Policy of a verifier. */
export interface EvidencePolicy {
  /** Certificates (PEM) of the roots that may certify platforms. */
  roots: readonly string[]
  /** Milliseconds since 1970. */
  now: number
  /** Age in milliseconds above which evidence is refused. */
  maxAgeMs: number
}

/** Maximum time that evidence may be ahead of the verifier's clock, in ms. */
const CLOCK_SKEW_MS = 5_000

/**
 * Checks form, certificate chain, validity, signature and age, in this order. Gives the statement,
 * or why it is refused.
 */
export async function verifyEvidence(
  evidence: string,
  policy: EvidencePolicy,
): Promise<EvidenceStatement | RefusalReason> {
  const parts = parse(evidence)
  if (!parts) return 'MALFORMED_EVIDENCE'
  const { platform, statement } = parts
  if (!policy.roots.some((root) => certifies(root, platform, policy.now))) {
    return policy.roots.some((root) => certifies(root, platform))
      ? 'CERTIFICATE_NOT_VALID_NOW'
      : 'UNTRUSTED_ROOT'
  }
  if (!(await isSignedBy(platform, evidence))) return 'BAD_SIGNATURE'
  const age = policy.now - statement.issuedAt
  return age > policy.maxAgeMs || age < -CLOCK_SKEW_MS ? 'EVIDENCE_EXPIRED' : statement
}

interface Parts {
  platform: X509Certificate
  statement: EvidenceStatement
}

function parse(evidence: string): Parts | undefined {
  const [, payload = '', , ...rest] = evidence.split('.')
  if (rest.length > 0) return undefined
  try {
    const { typ, alg, x5c = [] } = decodeProtectedHeader(evidence)
    const [certificate, ...furtherOnes] = x5c
    if (typ !== EVIDENCE_TYPE || alg !== 'ES256') return undefined
    if (certificate === undefined || furtherOnes.length > 0) return undefined
    const statement = JSON.parse(Buffer.from(payload, 'base64url').toString('utf8'))
    if (!isStatement(statement)) return undefined
    return { platform: new X509Certificate(Buffer.from(certificate, 'base64')), statement }
  } catch {
    return undefined
  }
}

async function isSignedBy({ publicKey }: X509Certificate, evidence: string): Promise<boolean> {
  try {
    await compactVerify(evidence, publicKey, { algorithms: ['ES256'] })
    return true
  } catch {
    return false
  }
}

function isStatement(value: EvidenceStatement): boolean {
  const texts = [
    value.framework,
    value.fingerprint,
    value.stage,
    value.sessionId,
    value.nonce,
    value.enclaveKey,
  ]
  return texts.every((text) => typeof text === 'string') && Number.isFinite(value.issuedAt)
}

/**
 * Whether a root certified a platform; with a time, whether both certificates are valid then too.
 */
function certifies(rootPem: string, platform: X509Certificate, now?: number): boolean {
  const root = new X509Certificate(rootPem)
  if (!root.ca || platform.ca || !platform.checkIssued(root) || !platform.verify(root.publicKey))
    return false
  return now === undefined || [root, platform].every((certificate) => isValidAt(certificate, now))
}

function isValidAt({ validFromDate, validToDate }: X509Certificate, now: number): boolean {
  return validFromDate.getTime() <= now && now <= validToDate.getTime()
}
