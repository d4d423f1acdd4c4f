import {
  constants,
  createCipheriv,
  createPublicKey,
  type KeyObject,
  publicEncrypt,
  randomBytes,
} from 'node:crypto'
import { readFileSync } from 'node:fs'
import { zipBuffers } from '../result-archive.ts'
import { orFail, StageFailure } from './enclave-program.ts'

/** Encryption of results in each generation. Clients read both. */
export type ResultEncryption = 'aes-128-ecb' | 'aes-256-cbc'

/**
 * Encrypts an archive for the beneficiary: a zip of the data under a fresh key, and of that key
 * under the beneficiary's RSA key.
 */
export async function encryptArchive(
  archive: string,
  publicKey: string,
  target: string,
  form: ResultEncryption,
): Promise<void> {
  if (publicKey === '') throw new StageFailure('POST_COMPUTE_ENCRYPTION_PUBLIC_KEY_MISSING')
  if (!/^[A-Za-z0-9+/\s]+=*\s*$/.test(publicKey))
    throw new StageFailure('POST_COMPUTE_MALFORMED_ENCRYPTION_PUBLIC_KEY')
  await orFail('POST_COMPUTE_ENCRYPTION_FAILED', async () => {
    const recipient = createPublicKey(Buffer.from(publicKey, 'base64').toString('utf8'))
    const { key, data } = FORMS[form](readFileSync(archive), recipient)
    await zipBuffers({ 'aes-key.rsa': key, 'iexec_out.zip.aes': data }, target)
  })
}

type Encrypt = (plain: Buffer, recipient: KeyObject) => { key: Buffer; data: Buffer }

const FORMS: Record<ResultEncryption, Encrypt> = {
  /**
   * Data and key as base64 text, the key text itself encrypted. Weak by today's measure, but what
   * the v8 generation makes.
   */
  'aes-128-ecb': (plain, recipient) => {
    const key = randomBytes(16)
    const cipher = createCipheriv('aes-128-ecb', key, null)
    const data = Buffer.concat([cipher.update(plain), cipher.final()]).toString('base64')
    return {
      key: Buffer.from(seal(Buffer.from(key.toString('base64')), recipient).toString('base64')),
      data: Buffer.from(data),
    }
  },
  /** The initialisation vector stands before the data; everything is bytes. */
  'aes-256-cbc': (plain, recipient) => {
    const [key, vector] = [randomBytes(32), randomBytes(16)]
    const cipher = createCipheriv('aes-256-cbc', key, vector)
    return {
      key: seal(key, recipient),
      data: Buffer.concat([vector, cipher.update(plain), cipher.final()]),
    }
  },
}

const seal = (key: Buffer, recipient: KeyObject): Buffer =>
  publicEncrypt({ key: recipient, padding: constants.RSA_PKCS1_PADDING }, key)
