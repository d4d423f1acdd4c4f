/** Where the page keeps its half of a session: other ports of this host cannot read it. */
const PLACE = 'explorer-key'

/** Key of the session; none before the page was opened with a ticket. */
export const sessionKey = (): string | undefined => localStorage.getItem(PLACE) ?? undefined

/**
 * Opens a session with the ticket in the address, if there is one, and removes it from the address
 * and the history first.
 */
export async function redeemTicket(): Promise<void> {
  const ticket = new URLSearchParams(location.hash.slice(1)).get('ticket')
  if (ticket === null) return
  history.replaceState(null, '', location.pathname + location.search)
  const response = await fetch('/api/session', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ ticket }),
  })
  if (response.ok) localStorage.setItem(PLACE, ((await response.json()) as { key: string }).key)
}
