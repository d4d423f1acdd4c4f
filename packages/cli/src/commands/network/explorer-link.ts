import { askControl, type RunningNetwork } from '@iexec-sim/client'

/**
 * Address of the explorer with a ticket, which opens one session: within a minute, or at any time
 * when it is `lasting`. The ticket is behind the "#", so that no server or log gets it.
 */
export async function explorerLink(
  network: RunningNetwork,
  { lasting = false } = {},
): Promise<string> {
  const answer = await askControl(network, 'POST', '/explorer/tickets', { body: { lasting } })
  const { ticket } = (await answer.json()) as { ticket: string }
  return `${network.sheet.explorer}/#ticket=${ticket}`
}
