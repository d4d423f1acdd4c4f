import { constants, createCipheriv, createPublicKey, publicEncrypt, randomBytes } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { zipBuffers } from '../result-archive.ts'
import { orFail, StageFailure } from './enclave-program.ts'

/**
 * Encrypts an archive for the beneficiary, in the v8 form: the data under AES-128-ECB as base64 text, the key (itself base64
 * text) under the beneficiary's RSA key with PKCS#1 v1.5 padding, again as base64 text. Weak by today's measure, but what
 * clients of that generation decrypt.
 */
export async function encryptArchive(archive: string, publicKey: string, target: string): Promise<void> {
  if (publicKey === '') throw new StageFailure('POST_COMPUTE_ENCRYPTION_PUBLIC_KEY_MISSING')
  if (!/^[A-Za-z0-9+/\s]+=*\s*$/.test(publicKey)) throw new StageFailure('POST_COMPUTE_MALFORMED_ENCRYPTION_PUBLIC_KEY')
  await orFail('POST_COMPUTE_ENCRYPTION_FAILED', async () => {
    const pem = Buffer.from(publicKey, 'base64').toString('utf8')
    const key = randomBytes(16)
    const cipher = createCipheriv('aes-128-ecb', key, null)
    const data = Buffer.concat([cipher.update(readFileSync(archive)), cipher.final()]).toString('base64')
    const sealedKey = publicEncrypt(
      { key: createPublicKey(pem), padding: constants.RSA_PKCS1_PADDING },
      Buffer.from(key.toString('base64')),
    )
    await zipBuffers(
      { 'aes-key.rsa': Buffer.from(sealedKey.toString('base64')), 'iexec_out.zip.aes': Buffer.from(data) },
      target,
    )
  })
}
