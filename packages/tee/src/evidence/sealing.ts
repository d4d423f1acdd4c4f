import {
  createCipheriv,
  createDecipheriv,
  createPublicKey,
  diffieHellman,
  generateKeyPairSync,
  hkdfSync,
  type KeyObject,
  randomBytes,
} from 'node:crypto'

/** A text only the holder of one X25519 key can read. All fields are base64url. */
export interface SealedText {
  /** The sealer's own key of this one text. */
  key: string
  /** 12 random bytes. */
  iv: string
  /** The encrypted text. */
  text: string
  /** Authentication tag of AES-GCM, 16 bytes. */
  tag: string
}

const CIPHER = 'aes-256-gcm'

/** The key pair of one request: only the enclave that made it can open text sealed to it. */
export class EnclaveKey {
  readonly #privateKey: KeyObject
  /** The public half: SPKI, base64url. */
  readonly publicKey: string

  constructor() {
    const { privateKey, publicKey } = generateKeyPairSync('x25519')
    this.#privateKey = privateKey
    this.publicKey = exported(publicKey)
  }

  /**
   * Opens a sealed text; throws when it was sealed to another key, for another context, or changed.
   */
  open(sealed: SealedText, context: string): string {
    const key = derive(this.#privateKey, sealed.key, this.publicKey, sealed.key, context)
    const decipher = createDecipheriv(CIPHER, key, decoded(sealed.iv))
    decipher.setAuthTag(decoded(sealed.tag))
    return Buffer.concat([decipher.update(decoded(sealed.text)), decipher.final()]).toString('utf8')
  }
}

/** Seals a text to an {@link EnclaveKey}. It opens only with the same context. */
export function seal(text: string, enclaveKey: string, context: string): SealedText {
  const { privateKey, publicKey } = generateKeyPairSync('x25519')
  const ownKey = exported(publicKey)
  const iv = randomBytes(12)
  const cipher = createCipheriv(
    CIPHER,
    derive(privateKey, enclaveKey, enclaveKey, ownKey, context),
    iv,
  )
  const sealed = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()])
  return {
    key: ownKey,
    iv: iv.toString('base64url'),
    text: sealed.toString('base64url'),
    tag: cipher.getAuthTag().toString('base64url'),
  }
}

/**
 * Both public keys and the context go into the derived key, so that none of them can be exchanged
 * for another.
 */
function derive(
  own: KeyObject,
  other: string,
  enclaveKey: string,
  sealerKey: string,
  context: string,
): Buffer {
  const publicKey = createPublicKey({ key: decoded(other), format: 'der', type: 'spki' })
  const secret = diffieHellman({ privateKey: own, publicKey })
  return Buffer.from(
    hkdfSync('sha256', secret, `${enclaveKey}.${sealerKey}`, `iexec-sim sealed ${context}`, 32),
  )
}

function exported(key: KeyObject): string {
  return key.export({ format: 'der', type: 'spki' }).toString('base64url')
}

function decoded(text: string): Buffer {
  return Buffer.from(text, 'base64url')
}
