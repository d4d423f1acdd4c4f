/** A stand-in for an outside host, reachable only from task containers. */
export interface StandIn {
  /** Host name as apps use it, e.g. `api.example.com`. */
  host: string
  /** Image of the stand-in; it serves HTTPS on port 443 with the certificate it is given. */
  image: string
}

/**
 * The stand-ins every network has: the counter service of the requester-secrets tutorial, gone from
 * the internet.
 */
export const DEFAULT_STAND_INS: readonly StandIn[] = [
  { host: 'api.countapi.xyz', image: 'iexec-sim/stand-in-countapi' },
]
