import { SimError } from '@iexec-sim/base'

const REASONS: Record<string, string> = {
  ENGINE_HUNG_UP: 'the Docker engine hung up',
  ENGINE_NO_SPACE: 'the Docker engine has no space left',
  ENGINE_UNREACHABLE: 'no Docker engine answers',
  COMMAND_NOT_STARTED:
    'its command cannot be started; check ENTRYPOINT, CMD and the arguments of the task',
  IMAGE_NOT_FOUND: 'its image is not in the Docker engine any more',
}

/**
 * An engine's complaint may quote the variables of the container it could not start, secrets among
 * them. What is known of the failure is said in words of our own; neither the engine's text nor the
 * error it came in goes further.
 */
export function withoutEngineText(error: unknown): SimError {
  const code = error instanceof SimError ? error.code : 'UNKNOWN'
  return new SimError('ENCLAVE_NOT_RUN', {
    reason: REASONS[code] ?? `the Docker engine refused (${code})`,
  })
}

/** Throws for a variable no process can have: the engine would refuse it and quote it. */
export function refuseUnstartable(environment: Readonly<Record<string, string>>): void {
  for (const [name, value] of Object.entries(environment)) {
    if (value.includes('\0'))
      throw new SimError('ENCLAVE_NOT_RUN', { reason: `variable ${name} holds a NUL character` })
  }
}
