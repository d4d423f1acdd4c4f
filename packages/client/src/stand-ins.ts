import type { RunningNetwork } from './address-sheet.ts'
import { askControl } from './control-client.ts'

/** A call that a task made to a built-in stand-in. */
export interface StandInCall {
  /** Time of the network's clock, ISO 8601. */
  at: string
  /** Host name that was called. */
  host: string
  /** HTTP method. */
  method: string
  /** Path and query. */
  path: string
  /** Request headers by lower-case name, those that hold keys included. */
  headers: Record<string, string | string[]>
  /** Body, if it is text. */
  body?: string
  /** Body in base64, if it is not text. */
  bodyBase64?: string
  /** Status of the answer. */
  status: number
}

/** A stand-in of a network. */
export interface StandInEntry {
  /** Host name as apps use it. */
  host: string
  /** Image that serves it. */
  image: string
  /** Number of calls that are kept; absent where calls are not recorded. */
  calls?: number
}

/** The stand-ins of a network. */
export async function listStandIns(network: RunningNetwork): Promise<StandInEntry[]> {
  const answer = await askControl(network, 'GET', '/stand-ins')
  return ((await answer.json()) as { standIns: StandInEntry[] }).standIns
}

/** The calls that tasks made to a stand-in, oldest first. Throws `REFUSED` for an unknown host. */
export async function standInCalls(network: RunningNetwork, host: string): Promise<StandInCall[]> {
  const path = `/stand-ins/${encodeURIComponent(host)}/calls`
  const answer = await askControl(network, 'GET', path)
  return ((await answer.json()) as { calls: StandInCall[] }).calls
}
