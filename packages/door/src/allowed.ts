/** Host names that a door accepts besides loopback names. */
export interface AllowedNames {
  /** Host names, without a port. @default none */
  allowedHosts?: readonly string[] | undefined
  /** Web origins, such as `http://app.example`. @default none */
  allowedOrigins?: readonly string[] | undefined
}

/**
 * Whether a request may name this host. A page that has its own name resolve to 127.0.0.1 (DNS
 * rebinding) still sends that name, so anything but a loopback name is refused.
 */
export function isAllowedHost(
  header: string | undefined,
  { allowedHosts = [] }: AllowedNames = {},
): boolean {
  const name = hostName(header)
  return (
    name !== undefined &&
    (isLoopbackName(name) || allowedHosts.some((host) => host.toLowerCase() === name))
  )
}

/**
 * Whether a web page of this origin may speak to the simulator. No origin at all means no web page.
 */
export function isAllowedOrigin(
  header: string | undefined,
  { allowedOrigins = [] }: AllowedNames = {},
): boolean {
  if (header === undefined) return true
  if (allowedOrigins.includes(header)) return true
  try {
    return isLoopbackName(new URL(header).hostname)
  } catch {
    return false
  }
}

function hostName(header: string | undefined): string | undefined {
  try {
    const url = new URL(`http://${header}`)
    return header && url.pathname === '/' && url.username === ''
      ? url.hostname.toLowerCase()
      : undefined
  } catch {
    return undefined
  }
}

function isLoopbackName(name: string): boolean {
  return (
    name === 'localhost' ||
    name.endsWith('.localhost') ||
    name === '[::1]' ||
    /^127(\.\d{1,3}){3}$/.test(name)
  )
}
