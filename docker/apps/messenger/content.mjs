// Fetches the content of a message from IPFS and decrypts it.
import { createDecipheriv } from 'node:crypto'
import { ask } from './ask.mjs'

const IV_BYTES = 16

/**
 * The text at a path of IPFS. It is encrypted as the iexec library encrypts datasets: AES-256 in CBC
 * mode, after its initialisation vector; `key` is in Base64.
 */
export async function readContent(gateway, path, key) {
  const response = await ask(`${gateway}${path}`)
  const bytes = Buffer.from(await response.arrayBuffer())
  const cipher = createDecipheriv(
    'aes-256-cbc',
    Buffer.from(key, 'base64'),
    bytes.subarray(0, IV_BYTES),
  )
  return Buffer.concat([cipher.update(bytes.subarray(IV_BYTES)), cipher.final()]).toString()
}
