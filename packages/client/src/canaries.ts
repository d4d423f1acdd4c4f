import type { SecretRef } from '@iexec-sim/timeline'
import type { RunningNetwork } from './address-sheet.ts'
import { askControl } from './control-client.ts'

/**
 * Makes a secret that is set a canary, which the network looks for in what tasks leave behind, or
 * ends that. Throws `REFUSED`.
 */
export async function markCanary(
  network: RunningNetwork,
  secret: SecretRef,
  canary = true,
): Promise<void> {
  await askControl(network, 'POST', '/canaries', { body: { ...secret, canary } })
}
