import { createPrivateKey, X509Certificate } from 'node:crypto'
import { mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { connect, createServer } from 'node:tls'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Authorities, loadAuthorities } from './authorities.ts'
import type { Credentials } from './certificates.ts'

let dir: string
let authorities: Authorities
beforeAll(async () => {
  dir = mkdtempSync(join(tmpdir(), 'tee-authorities-'))
  authorities = await loadAuthorities(join(dir, 'authorities'))
})
afterAll(() => rmSync(dir, { recursive: true, force: true }))

/**
 * Whether a TLS client that trusts `authority` accepts a server with these credentials under this
 * name.
 */
async function isAccepted(server: Credentials, authority: string, host: string): Promise<boolean> {
  const listener = createServer({ cert: server.certificate, key: server.privateKey }, (socket) =>
    socket.end(),
  )
  listener.on('tlsClientError', () => {})
  await new Promise<void>((resolve) => listener.listen(0, '127.0.0.1', resolve))
  const { port } = listener.address() as { port: number }
  const identity = /^[\d.]+$/.test(host) ? { host } : { host: '127.0.0.1', servername: host }
  try {
    return await new Promise<boolean>((resolve) => {
      const socket = connect({ port, ca: authority, ...identity }, () => resolve(true))
      socket.on('error', () => resolve(false))
      socket.on('close', () => resolve(false))
    })
  } finally {
    listener.close()
  }
}

describe('the authorities of a network', () => {
  it('keep their keys in files of mode 600 in a folder of mode 700', () => {
    const folder = join(dir, 'authorities')
    expect(statSync(folder).mode & 0o777).toBe(0o700)
    expect(readdirSync(folder).map((name) => statSync(join(folder, name)).mode & 0o777)).toEqual([
      0o600, 0o600, 0o600, 0o600,
    ])
  })

  it('are the same at the next start', async () => {
    const again = await loadAuthorities(join(dir, 'authorities'))
    expect(again.attestationRoot).toBe(authorities.attestationRoot)
    expect(again.platform).toEqual(authorities.platform)
  })

  it('certify the platform by the attestation root', () => {
    const root = new X509Certificate(authorities.attestationRoot)
    const platform = new X509Certificate(authorities.platform.certificate)
    expect(platform.checkIssued(root) && platform.verify(root.publicKey)).toBe(true)
    expect(platform.checkPrivateKey(createPrivateKey(authorities.platform.privateKey))).toBe(true)
    expect(platform.ca).toBe(false)
    expect(platform.subject).toContain('SIMULATED')
  })

  it('certify a stand-in for its host and for no other', async () => {
    const leaf = await authorities.standIns.issue(['api.example.xyz'])
    expect(await isAccepted(leaf, authorities.standIns.certificate, 'api.example.xyz')).toBe(true)
    expect(await isAccepted(leaf, authorities.standIns.certificate, 'other.example.xyz')).toBe(
      false,
    )
    expect(await isAccepted(leaf, authorities.clients.certificate, 'api.example.xyz')).toBe(false)
  })

  it.each(['localhost', '127.0.0.1'])('certify a service at %s towards clients', async (host) => {
    expect(
      await isAccepted(
        await authorities.clients.issue([host]),
        authorities.clients.certificate,
        host,
      ),
    ).toBe(true)
  })

  it('cannot be used against clients for a host of the internet', async () => {
    const leaf = await authorities.clients.issue(['bank.example'])
    expect(await isAccepted(leaf, authorities.clients.certificate, 'bank.example')).toBe(false)
  })

  it('are refused with the name of a damaged file', async () => {
    const other = join(dir, 'damaged')
    await loadAuthorities(other)
    writeFileSync(join(other, 'platform.pem'), 'nothing')
    await expect(loadAuthorities(other)).rejects.toMatchObject({ code: 'AUTHORITY_UNREADABLE' })
  })
})
