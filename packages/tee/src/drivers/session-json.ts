import type { TeeFramework } from '@iexec-sim/protocol'
import { malformed } from './stage-environment.ts'

/** The JSON of a session's text; throws `SESSION_MALFORMED` without repeating it. */
export function parseSessionJson(text: string, framework: TeeFramework): unknown {
  try {
    return JSON.parse(text)
  } catch {
    throw malformed(framework)
  }
}
