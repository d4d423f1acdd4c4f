/** Label that says which simulated network owns a container, network or volume. */
export const NETWORK_LABEL = 'io.iexec-sim.network'
/** Label with the purpose of a container, network or volume. */
export const ROLE_LABEL = 'io.iexec-sim.role'

/** Purpose of a resource in the engine. */
export type Role = 'task' | 'names' | 'stand-in' | 'slot' | 'trust' | 'measure'

/** The labels everything of a simulated network carries. */
export function ownerLabels(network: string, role: Role): Record<string, string> {
  return { [NETWORK_LABEL]: network, [ROLE_LABEL]: role }
}
