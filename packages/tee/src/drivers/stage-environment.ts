import { Secret, SimError } from '@iexec-sim/base'
import type { StageSpec } from '@iexec-sim/protocol'

/** The variables of a stage, open: they go into the text of a session and nowhere else. */
export function openEnvironment(
  environment: StageSpec['environment'],
): Record<string, string | boolean> {
  return Object.fromEntries(
    Object.entries(environment).map(([name, value]) => {
      const text = value instanceof Secret ? value.reveal() : value
      return [name, name === 'IS_DATASET_REQUIRED' ? text === 'true' : text] // the one typed value of real sessions
    }),
  )
}

/** The variables of a session's text, closed again. */
export function closeEnvironment(
  environment: Record<string, string | boolean>,
): Record<string, Secret> {
  return Object.fromEntries(
    Object.entries(environment).map(([name, value]) => [name, new Secret(String(value))]),
  )
}

/** Error of a parser. It does not quote the text, which may contain secrets. */
export function malformed(framework: string): SimError {
  return new SimError('SESSION_MALFORMED', { framework })
}
