import { SimError } from '@iexec-sim/protocol'

const WITHHELD = 'the reason is withheld: it may quote a secret'

/** Refuses released variables no container can have; the error names the variable, never its value. */
export function assertStartable(image: string, environment: Readonly<Record<string, string>>): void {
  for (const [name, value] of Object.entries(environment)) {
    if (value.includes('\0')) {
      throw new SimError('COMMAND_NOT_STARTED', { image, reason: `variable ${name} holds a NUL byte` })
    }
  }
}

/** The failure of a run that was given secrets: same code where it is known, no text of the engine, no cause. */
export function withoutEngineText(error: unknown, image: string): SimError {
  const code = error instanceof SimError ? error.code : undefined
  const action = 'run an enclave'
  if (code === 'ENGINE_NO_SPACE') return new SimError(code, { action })
  if (code === 'ENGINE_HUNG_UP') return new SimError(code, { action, reason: 'the connection broke' })
  if (code === 'ENGINE_UNREACHABLE') return new SimError(code, { where: 'its socket', reason: 'no connection' })
  if (code === 'IMAGE_NOT_FOUND') return new SimError(code, { image })
  if (code === 'ENGINE_REFUSED') return new SimError(code, { action, reason: WITHHELD, status: 'withheld' })
  return new SimError('COMMAND_NOT_STARTED', { image, reason: WITHHELD })
}
