import { createCipheriv, createDecipheriv, createHash, randomBytes } from 'node:crypto'
import { chmodSync, existsSync, readFileSync } from 'node:fs'
import { Secret, SimError, writeWholeFile } from '@iexec-sim/base'

const KEY_BYTES = 32
const NONCE_BYTES = 12
const TAG_BYTES = 16
/** A shorter tag, which is easier to forge, is refused. */
const TAG = { authTagLength: TAG_BYTES }

/**
 * The key that secrets are encrypted with at rest: AES-256-GCM, never derived from a seed, never in
 * a snapshot.
 */
export class AtRestKey {
  readonly #key: Buffer

  private constructor(key: Buffer) {
    this.#key = key
  }

  /** A key that lives as long as the process, for networks without a state folder. */
  static ephemeral(): AtRestKey {
    return new AtRestKey(randomBytes(KEY_BYTES))
  }

  /**
   * Reads the key file (mode 600), making it at first start; throws `AT_REST_KEY_UNREADABLE` when
   * it holds no key.
   */
  static fromFile(path: string): AtRestKey {
    if (!existsSync(path)) writeWholeFile(path, randomBytes(KEY_BYTES), { flush: true })
    chmodSync(path, 0o600)
    const key = readFileSync(path)
    if (key.length !== KEY_BYTES)
      throw new SimError('AT_REST_KEY_UNREADABLE', { path, bytes: key.length })
    return new AtRestKey(key)
  }

  /** A key as {@link exported} wrote it; `undefined` for any other text. */
  static fromText(text: string): AtRestKey | undefined {
    const key = Buffer.from(text, 'base64')
    return key.length === KEY_BYTES ? new AtRestKey(key) : undefined
  }

  /** Tells keys apart and gives none away. */
  get id(): string {
    return createHash('sha256')
      .update('iexec-sim at-rest key')
      .update(this.#key)
      .digest('hex')
      .slice(0, 16)
  }

  /** The key itself, for taking the secrets elsewhere. */
  exported(): Secret {
    return new Secret(this.#key.toString('base64'))
  }

  /**
   * Encrypts a value for one place. The place (table and row) is authenticated with it, so that a
   * row copied elsewhere in the database can't be read there.
   */
  seal(value: string, place: string): Buffer {
    const nonce = randomBytes(NONCE_BYTES)
    const cipher = createCipheriv('aes-256-gcm', this.#key, nonce, TAG).setAAD(Buffer.from(place))
    return Buffer.concat([nonce, cipher.update(value, 'utf8'), cipher.final(), cipher.getAuthTag()])
  }

  /** Decrypts what {@link seal} made for the same place; throws when a byte was changed. */
  open(sealed: Uint8Array, place: string): string {
    const bytes = Buffer.from(sealed)
    const decipher = createDecipheriv(
      'aes-256-gcm',
      this.#key,
      bytes.subarray(0, NONCE_BYTES),
      TAG,
    ).setAAD(Buffer.from(place))
    decipher.setAuthTag(bytes.subarray(-TAG_BYTES))
    return (
      decipher.update(bytes.subarray(NONCE_BYTES, -TAG_BYTES), undefined, 'utf8') +
      decipher.final('utf8')
    )
  }
}
