import { mkdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { SimError, writeWholeFile } from '@iexec-sim/base'
import type { Credentials } from './certificates.ts'

const CERTIFICATE = /-----BEGIN CERTIFICATE-----[\s\S]+?-----END CERTIFICATE-----\n?/
const PRIVATE_KEY = /-----BEGIN PRIVATE KEY-----[\s\S]+?-----END PRIVATE KEY-----\n?/

/**
 * Reads `<name>.pem` of a folder, or makes it when it is not there. Certificate and key share one
 * file of mode 600, put in place in one step: there is never one without the other.
 */
export async function loadOrMake(
  dir: string,
  name: string,
  make: () => Promise<Credentials>,
): Promise<Credentials> {
  const path = join(dir, `${name}.pem`)
  const text = await readFile(path, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return undefined
    throw new SimError(
      'AUTHORITY_UNREADABLE',
      { path, reason: error.code ?? error.message },
      { cause: error },
    )
  })
  if (text !== undefined) return parse(text, path)
  const credentials = await make()
  await mkdir(dir, { recursive: true, mode: 0o700 })
  writeWholeFile(path, credentials.certificate + credentials.privateKey)
  return credentials
}

function parse(text: string, path: string): Credentials {
  const [certificate] = CERTIFICATE.exec(text) ?? []
  const [privateKey] = PRIVATE_KEY.exec(text) ?? []
  if (!certificate || !privateKey) {
    throw new SimError('AUTHORITY_UNREADABLE', {
      path,
      reason: 'it does not hold a certificate and a key',
    })
  }
  return { certificate, privateKey }
}
