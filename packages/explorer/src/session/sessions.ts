import { createHash, randomBytes, timingSafeEqual } from 'node:crypto'

/** Most sessions that are open at once; the oldest ends when another is opened. */
const MOST_SESSIONS = 100
/** Most tickets that wait to be used; the oldest ends when another is made. */
const MOST_TICKETS = 100

/** The two halves of a session: each is worthless without the other. */
export interface Session {
  /** Kept by the browser and hidden from the page's scripts; sent to every port of the host. */
  cookie: string
  /** Kept by the page and hidden from other ports; sent as a header. */
  key: string
}

/**
 * Sessions of the explorer, in memory alone: they end with the network. A session is opened with a
 * ticket, which is good once.
 */
export class Sessions {
  /** Digest of a ticket to the end of its validity, in ms of `performance.now()`. */
  readonly #tickets = new Map<string, number>()
  /** Digest of a cookie to the digest of its key. */
  readonly #keys = new Map<string, Buffer>()

  /** Makes a ticket. `validMs` is its time to be used. @default any time */
  ticket({ validMs = Number.POSITIVE_INFINITY }: { validMs?: number } = {}): string {
    const ticket = random()
    this.#tickets.set(digest(ticket).toString('hex'), performance.now() + validMs)
    keepNewest(this.#tickets, MOST_TICKETS)
    return ticket
  }

  /** Opens a session with a ticket; `undefined` for one that is unknown, used or too old. */
  open(ticket: string): Session | undefined {
    const id = digest(ticket).toString('hex')
    const validUntil = this.#tickets.get(id)
    this.#tickets.delete(id)
    if (validUntil === undefined || performance.now() > validUntil) return undefined
    const session = { cookie: random(), key: random() }
    this.#keys.set(digest(session.cookie).toString('hex'), digest(session.key))
    keepNewest(this.#keys, MOST_SESSIONS)
    return session
  }

  /** Whether both halves are of one session. Secrets are compared by their digests. */
  holds({ cookie, key }: Partial<Session>): boolean {
    if (cookie === undefined || key === undefined) return false
    const expected = this.#keys.get(digest(cookie).toString('hex'))
    return expected !== undefined && timingSafeEqual(expected, digest(key))
  }
}

const random = (): string => randomBytes(32).toString('base64url')
const digest = (text: string): Buffer => createHash('sha256').update(text).digest()

function keepNewest(map: Map<string, unknown>, most: number): void {
  for (const key of map.keys()) {
    if (map.size <= most) return
    map.delete(key)
  }
}
