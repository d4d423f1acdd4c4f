import { createPrivateKey, type KeyObject, sign, X509Certificate } from 'node:crypto'
import type { Clock } from '@iexec-sim/base'
import type { Credentials } from '../authorities/certificates.ts'
import {
  EVIDENCE_NOTICE,
  EVIDENCE_TYPE,
  type EvidenceHeader,
  type EvidenceStatement,
} from './evidence.ts'

/** The simulated machine enclaves run on: it alone signs evidence. */
export class Platform {
  readonly #header: string
  readonly #key: KeyObject
  readonly #clock: Pick<Clock, 'now'>

  constructor({ credentials, clock }: { credentials: Credentials; clock: Pick<Clock, 'now'> }) {
    const certificate = new X509Certificate(credentials.certificate).raw.toString('base64')
    const header: EvidenceHeader = {
      typ: EVIDENCE_TYPE,
      alg: 'ES256',
      notice: EVIDENCE_NOTICE,
      x5c: [certificate],
    }
    this.#header = encode(header)
    this.#key = createPrivateKey(credentials.privateKey)
    this.#clock = clock
  }

  /** Signs a statement as of now, in the compact form of a JSON Web Signature. */
  evidence(statement: Omit<EvidenceStatement, 'issuedAt'>): string {
    const signed = `${this.#header}.${encode({ ...statement, issuedAt: this.#clock.now() })}`
    const signature = sign('sha256', Buffer.from(signed), {
      key: this.#key,
      dsaEncoding: 'ieee-p1363',
    })
    return `${signed}.${signature.toString('base64url')}`
  }
}

function encode(value: object): string {
  return Buffer.from(JSON.stringify(value)).toString('base64url')
}
