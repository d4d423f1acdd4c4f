import type { Generation } from '@iexec-sim/protocol'
import {
  TEE_SESSION_GENERATION_ERRORS,
  type TeeSessionGenerationError,
} from '@iexec-sim/protocol/causes'
import { type FaultRow, made } from './fault-row.ts'

/** Names that one generation alone has. */
function generationOf(error: TeeSessionGenerationError): Generation | undefined {
  if (error.startsWith('POST_COMPUTE_GET_SIGNATURE_TOKENS')) return 'v8'
  return error.startsWith('GET_SIGNATURE_TOKENS') ? 'v9' : undefined
}

/** Why an SMS makes no session: it is the SMS that refuses, over HTTP. */
export const SESSION_ROWS: readonly FaultRow[] = TEE_SESSION_GENERATION_ERRORS.map((error) => {
  const generation = generationOf(error)
  return made(
    `TEE_SESSION_GENERATION_${error}`,
    ['session'],
    'the SMS refuses the session with it',
    {
      needs: ['tee'],
      maker: 'sms',
      ...(generation ? { generation } : {}),
    },
  )
})
