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

/** Options of a {@link Platform}. */
export interface PlatformOptions {
  /** The platform's key and certificate, asked for with the first evidence. */
  credentials: () => Promise<Credentials>
  /** Clock of the evidence. */
  clock: Pick<Clock, 'now'>
}

/** The simulated machine enclaves run on: it alone signs evidence. */
export class Platform {
  readonly #credentials: () => Promise<Credentials>
  readonly #clock: Pick<Clock, 'now'>
  #signer: Signer | undefined

  constructor({ credentials, clock }: PlatformOptions) {
    this.#credentials = credentials
    this.#clock = clock
  }

  /** Signs a statement as of now, in the compact form of a JSON Web Signature. */
  async evidence(statement: Omit<EvidenceStatement, 'issuedAt'>): Promise<string> {
    this.#signer ??= signerOf(await this.#credentials())
    const { header, key } = this.#signer
    const signed = JSON.stringify({ ...statement, issuedAt: this.#clock.now() })
    return new CompactSign(Buffer.from(signed)).setProtectedHeader({ ...header }).sign(key)
  }
}

interface Signer {
  header: EvidenceHeader
  key: KeyObject
}

function signerOf({ certificate, privateKey }: Credentials): Signer {
  const x5c: [string] = [new X509Certificate(certificate).raw.toString('base64')]
  return {
    header: { typ: EVIDENCE_TYPE, alg: 'ES256', notice: EVIDENCE_NOTICE, x5c },
    key: createPrivateKey(privateKey),
  }
}
