import { KeyObject, type webcrypto } from 'node:crypto'
import type { Extension, X509Certificate } from '@peculiar/x509'

/** A certificate and the private key that belongs to it, both as PEM text. */
export interface Credentials {
  /** PEM. */
  certificate: string
  /** PKCS#8. */
  privateKey: string
}

/** Subject of a certificate. */
export interface CertificateRequest {
  /** Common name. */
  name: string
  /** Days it is valid; it was valid before, too, by a day for servers and by ten years for others. */
  days: number
  /** Whether the holder signs other certificates; an authority may be held to some names. */
  authority?: { permitted?: PermittedNames }
  /** Names and addresses of a TLS server. */
  hosts?: readonly string[]
}

/** The only names an authority's certificates may be for. */
interface PermittedNames {
  dns: readonly string[]
  /** Networks such as `127.0.0.0/8`. */
  ip: readonly string[]
}

const ALGORITHM = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' }
const DAY_MS = 86_400_000
/** The network's clock, which evidence is checked by, may have stood still for years. */
const DAYS_BACK = 3_650

/** Makes a key and a certificate for it, signed by `issuer`, or by itself when there is none. */
export async function makeCertificate(
  request: CertificateRequest,
  issuer?: Credentials,
): Promise<Credentials> {
  const x509 = await certificateLibrary()
  const keys = await crypto.subtle.generateKey(ALGORITHM, true, ['sign', 'verify'])
  const parameters = {
    subject: `CN=${request.name}`,
    notBefore: new Date(Date.now() - (request.hosts ? 1 : DAYS_BACK) * DAY_MS),
    notAfter: new Date(Date.now() + request.days * DAY_MS),
    signingAlgorithm: ALGORITHM,
    extensions: await extensions(x509, request, keys.publicKey),
  }
  const certificate = issuer
    ? await x509.X509CertificateGenerator.create({
        ...parameters,
        issuer: new x509.X509Certificate(issuer.certificate).subject,
        publicKey: keys.publicKey,
        signingKey: await signingKey(x509, issuer.privateKey),
      })
    : await x509.X509CertificateGenerator.createSelfSigned({
        ...parameters,
        name: `CN=${request.name}`,
        keys,
      })
  return toPem(certificate, keys.privateKey)
}

type Library = typeof import('@peculiar/x509')

/** Loaded when a certificate is made, which is rare: it costs more than everything else here. */
async function certificateLibrary(): Promise<Library> {
  await import('reflect-metadata') // the library asks for it to be there first
  return import('@peculiar/x509')
}

async function extensions(
  x509: Library,
  request: CertificateRequest,
  key: webcrypto.CryptoKey,
): Promise<Extension[]> {
  const usages = x509.KeyUsageFlags
  const list: Extension[] = [
    new x509.BasicConstraintsExtension(request.authority !== undefined, undefined, true),
    new x509.KeyUsagesExtension(
      request.authority ? usages.keyCertSign | usages.cRLSign : usages.digitalSignature,
      true,
    ),
    await x509.SubjectKeyIdentifierExtension.create(key),
  ]
  if (request.hosts) {
    list.push(new x509.ExtendedKeyUsageExtension([x509.ExtendedKeyUsage.serverAuth]))
    list.push(new x509.SubjectAlternativeNameExtension(request.hosts.map(hostName)))
  }
  if (request.authority?.permitted)
    list.push(await nameConstraints(x509, request.authority.permitted))
  return list
}

function hostName(host: string): { type: 'dns' | 'ip'; value: string } {
  return { type: /^[\d.]+$|:/.test(host) ? 'ip' : 'dns', value: host }
}

async function nameConstraints(x509: Library, permitted: PermittedNames): Promise<Extension> {
  const [{ AsnConvert }, asn] = await Promise.all([
    import('@peculiar/asn1-schema'),
    import('@peculiar/asn1-x509'),
  ])
  const names = [
    ...permitted.dns.map((dNSName) => new asn.GeneralName({ dNSName })),
    ...permitted.ip.map((iPAddress) => new asn.GeneralName({ iPAddress })),
  ]
  const permittedSubtrees = new asn.GeneralSubtrees(
    names.map((base) => new asn.GeneralSubtree({ base })),
  )
  const value = AsnConvert.serialize(new asn.NameConstraints({ permittedSubtrees }))
  return new x509.Extension(asn.id_ce_nameConstraints, true, value)
}

async function signingKey(x509: Library, pem: string): Promise<webcrypto.CryptoKey> {
  const [der] = x509.PemConverter.decode(pem)
  return crypto.subtle.importKey('pkcs8', der!, ALGORITHM, false, ['sign'])
}

function toPem(certificate: X509Certificate, key: webcrypto.CryptoKey): Credentials {
  const privateKey = KeyObject.from(key).export({ type: 'pkcs8', format: 'pem' }).toString()
  return { certificate: `${certificate.toString('pem')}\n`, privateKey }
}
