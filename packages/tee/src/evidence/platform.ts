import { createPrivateKey, type KeyObject, X509Certificate } from 'node:crypto'
import type { Clock } from '@iexec-sim/base'
import { CompactSign } from 'jose'
import type { Credentials } from '../authorities/certificates.ts'
import {
  EVIDENCE_NOTICE,
  EVIDENCE_TYPE,
  type EvidenceHeader,
  type EvidenceStatement,
} from './evidence.ts'

/** The simulated machine enclaves run on: it alone signs evidence. */
export class Platform {
  readonly #header: EvidenceHeader
  readonly #key: KeyObject
  readonly #clock: Pick<Clock, 'now'>

  constructor({ credentials, clock }: { credentials: Credentials; clock: Pick<Clock, 'now'> }) {
    const certificate = new X509Certificate(credentials.certificate).raw.toString('base64')
    this.#header = {
      typ: EVIDENCE_TYPE,
      alg: 'ES256',
      notice: EVIDENCE_NOTICE,
      x5c: [certificate],
    }
    this.#key = createPrivateKey(credentials.privateKey)
    this.#clock = clock
  }

  /** Signs a statement as of now, in the compact form of a JSON Web Signature. */
  evidence(statement: Omit<EvidenceStatement, 'issuedAt'>): Promise<string> {
    const signed = JSON.stringify({ ...statement, issuedAt: this.#clock.now() })
    return new CompactSign(Buffer.from(signed))
      .setProtectedHeader({ ...this.#header })
      .sign(this.#key)
  }
}
