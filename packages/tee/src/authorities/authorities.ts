import { createHash } from 'node:crypto'
import { type CertificateRequest, type Credentials, makeCertificate } from './certificates.ts'
import { loadOrMake } from './credentials-file.ts'

const CENTURY_DAYS = 36_500
const DECADE_DAYS = 3_650
const LEAF_DAYS = 397

/** An authority that certifies TLS servers. */
export interface ServerAuthority {
  /** Certificate that its clients trust, PEM. */
  certificate: string
  /** Certifies a new key for a TLS server of these names and addresses. */
  issue(hosts: readonly string[]): Promise<Credentials>
}

/** Everything that signs on a simulated network. None of it enters a snapshot. */
export interface Authorities {
  /** Certificate that verifiers of evidence trust, PEM. */
  attestationRoot: string
  /** The simulated platform's own key, certified by the attestation root. It signs evidence. */
  platform: Credentials
  /** Certifies stand-ins of outside hosts. Trusted inside task containers and nowhere else. */
  standIns: ServerAuthority
  /**
   * Certifies services towards clients. Held to localhost and loopback addresses by name
   * constraints.
   */
  clients: ServerAuthority
}

/**
 * Reads the authorities of a network from its folder; makes them at the first start. Keys lie there
 * with mode 600.
 */
export async function loadAuthorities(dir: string): Promise<Authorities> {
  const [root, standIns, clients] = await Promise.all([
    loadOrMake(dir, 'attestation-root', () => makeCertificate(ATTESTATION_ROOT)),
    loadOrMake(dir, 'stand-in-ca', () => makeCertificate(STAND_IN_CA)),
    loadOrMake(dir, 'client-ca', () => makeCertificate(CLIENT_CA)),
  ])
  const platform = await loadOrMake(dir, 'platform', () => makeCertificate(PLATFORM, root))
  return {
    attestationRoot: root.certificate,
    platform,
    standIns: serverAuthority(standIns),
    clients: serverAuthority(clients),
  }
}

// The network's clock can be moved by decades, so what it judges stays valid for longer than that.
const ATTESTATION_ROOT: CertificateRequest = {
  name: 'iexec-sim development attestation root (SIMULATED)',
  days: CENTURY_DAYS,
  authority: {},
}
const PLATFORM: CertificateRequest = { name: 'iexec-sim platform (SIMULATED)', days: CENTURY_DAYS }
const STAND_IN_CA: CertificateRequest = {
  name: 'iexec-sim stand-in CA',
  days: DECADE_DAYS,
  authority: {},
}
const CLIENT_CA: CertificateRequest = {
  name: 'iexec-sim client CA (localhost only)',
  days: DECADE_DAYS,
  authority: {
    permitted: { dns: ['localhost'], ip: ['127.0.0.0/8', '::1/128'] },
  },
}

/**
 * The authority that certifies outside hosts towards programs that trust it, held to those hosts
 * and to loopback addresses by name constraints. Each list of hosts has one of its own.
 */
export async function loadHostAuthority(
  dir: string,
  hosts: readonly string[],
): Promise<ServerAuthority> {
  const dns = [...hosts].sort()
  const mark = createHash('sha256').update(dns.join(' ')).digest('hex').slice(0, 12)
  const request: CertificateRequest = {
    name: 'iexec-sim proxy CA (mapped hosts only)',
    days: DECADE_DAYS,
    authority: { permitted: { dns, ip: ['127.0.0.0/8', '::1/128'] } },
  }
  return serverAuthority(await loadOrMake(dir, `hosts-ca-${mark}`, () => makeCertificate(request)))
}

function serverAuthority(authority: Credentials): ServerAuthority {
  return {
    certificate: authority.certificate,
    // A common name that reads like a host would be held against the name constraints too.
    issue: (hosts) =>
      makeCertificate({ name: 'iexec-sim server', days: LEAF_DAYS, hosts }, authority),
  }
}
