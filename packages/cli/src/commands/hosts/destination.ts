import type { HostMap } from '@iexec-sim/client'

/**
 * Where a request to a host goes: below the path of its longest route, which the service does not
 * see. Nothing for a host or a path without a route.
 */
export function destinationOf({ routes }: HostMap, host: string, address: string): URL | undefined {
  const mark = address.indexOf('?')
  const path = mark < 0 ? address : address.slice(0, mark)
  const found = routes
    .filter((route) => {
      const prefix = route.path ?? ''
      return route.host === host && (path === prefix || path.startsWith(`${prefix}/`))
    })
    .sort((a, b) => (b.path ?? '').length - (a.path ?? '').length)[0]
  if (!found) return undefined
  return new URL(found.to.replace(/\/$/, '') + address.slice((found.path ?? '').length))
}
