import type { TaskId } from '@iexec-sim/protocol'
import type { Finding, SecretEvent, SecretSummary, Step } from '@iexec-sim/timeline'
import type { RunningNetwork } from './address-sheet.ts'
import { askControl } from './control-client.ts'

/** What happened to a task. */
export interface TaskTimeline {
  /** Id of the task. */
  taskId: TaskId
  /** Its steps, in the order they began. */
  steps: Step[]
  /** What happened to secrets for it, oldest first. */
  secrets: SecretEvent[]
  /** Canaries that it gave away. */
  findings: Finding[]
}

/** Reads the timeline of a task; without steps for one that the network does not know. */
export async function readTimeline(network: RunningNetwork, taskId: TaskId): Promise<TaskTimeline> {
  return (await (await askControl(network, 'GET', `/timeline/${taskId}`)).json()) as TaskTimeline
}

/** Every secret of a network with what became of it; no value. */
export async function readSecrets(network: RunningNetwork): Promise<SecretSummary[]> {
  const response = await askControl(network, 'GET', '/secrets')
  return ((await response.json()) as { secrets: SecretSummary[] }).secrets
}

/** Events of secrets that match, oldest first. */
export async function readSecretEvents(
  network: RunningNetwork,
  { name, task }: { name?: string | undefined; task?: TaskId | undefined } = {},
): Promise<SecretEvent[]> {
  const query = new URLSearchParams({ ...(name ? { name } : {}), ...(task ? { task } : {}) })
  const response = await askControl(network, 'GET', `/secrets/events?${query}`)
  return ((await response.json()) as { events: SecretEvent[] }).events
}
