import type { SessionSpec, Stage } from '@iexec-sim/protocol'
import { checkOf, type Described } from '../schema.ts'
import { createDriver, type DriverOptions } from './create-driver.ts'
import type { EncodedSession, ProvisionedSession, TeeDriver } from './driver.ts'
import { parseSessionJson } from './session-json.ts'
import { EnvironmentSchema, FingerprintSchema } from './session-schema.ts'
import { closeEnvironment, malformed, openEnvironment } from './stage-environment.ts'

const STAGES = ['app', 'post-compute'] as const satisfies Stage[]

const SessionSchema = {
  type: 'object',
  required: ['session', 'enclaves'],
  properties: {
    session: { type: 'string', minLength: 1 },
    enclaves: {
      type: 'array',
      items: {
        type: 'object',
        required: ['name', 'mrenclave', 'command', 'environment', 'volumes'],
        properties: {
          name: { enum: STAGES },
          mrenclave: FingerprintSchema,
          command: { type: 'string' },
          environment: EnvironmentSchema,
          volumes: { type: 'array' },
        },
      },
    },
  },
} as const
const isSession = checkOf(SessionSchema)

/**
 * The driver of gramine: sessions are JSON, there is no pre-compute enclave, and an app starts as
 * its image defines.
 */
export function gramineDriver(options: DriverOptions = {}): TeeDriver {
  return createDriver(
    {
      name: 'gramine',
      hasHeap: false,
      depositPath: '/api/session',
      enclaveConfig: () => ({ framework: 'GRAMINE', version: 'v0' }),
      encodeSession,
      parseSession,
      appStart: (_command, args) => (args.length === 0 ? {} : { args: [...args] }),
      sessionVariables: ({ sessionId, provisioningUrl }) => ({
        sps: provisioningUrl,
        session: sessionId,
      }),
    },
    options,
  )
}

function encodeSession({ sessionId, stages }: SessionSpec): EncodedSession {
  const enclaves = STAGES.map((name) => ({
    name,
    mrenclave: stages[name].fingerprint,
    command: '',
    environment: openEnvironment(stages[name].environment),
    volumes: [],
  }))
  const session: Described<typeof SessionSchema> = { session: sessionId, enclaves }
  return { contentType: 'application/json', body: JSON.stringify(session) }
}

function parseSession(text: string): ProvisionedSession {
  const json = parseSessionJson(text, 'gramine')
  if (!isSession(json)) throw malformed('gramine')
  const stages: ProvisionedSession['stages'] = {}
  for (const { name, mrenclave, command, environment } of json.enclaves) {
    stages[name] = { fingerprint: mrenclave, command, environment: closeEnvironment(environment) }
  }
  return { sessionId: json.session, stages }
}
