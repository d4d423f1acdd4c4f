import { type SessionSpec, STAGES, type Stage, type StageSpec } from '@iexec-sim/protocol'
import { checkOf, type Described } from '../schema.ts'
import { createDriver, type DriverOptions } from './create-driver.ts'
import type { EncodedSession, ProvisionedSession, TeeDriver } from './driver.ts'
import { parseSessionJson } from './session-json.ts'
import { EnvironmentSchema, FingerprintSchema, servicesSchema } from './session-schema.ts'
import { closeEnvironment, malformed, openEnvironment } from './stage-environment.ts'

/** Version of the session language. */
const SESSION_VERSION = '0.1.0'

const SessionSchema = servicesSchema({
  type: 'object',
  required: ['name', 'image_name', 'fingerprint', 'environment'],
  properties: {
    name: { enum: STAGES },
    image_name: { type: 'string' },
    fingerprint: FingerprintSchema,
    environment: EnvironmentSchema,
  },
})
const isSession = checkOf(SessionSchema)

/**
 * The driver of tdx: any image runs as it is, without an enclave configuration. An app is
 * identified by the checksum its contract holds: the content id of its image or the digest of the
 * manifest a registry holds the image under. Sessions are JSON.
 */
export function tdxDriver(options: DriverOptions = {}): TeeDriver {
  return createDriver(
    {
      name: 'tdx',
      hasHeap: false,
      depositPath: '/session',
      fingerprints: ({ id, digests }) => [hexOf(id), ...digests.map(hexOf)],
      encodeSession,
      parseSession,
      appStart: (_command, args) => (args.length === 0 ? {} : { args: [...args] }),
      sessionVariables: () => ({}),
    },
    options,
  )
}

/** The hex digits of `sha256:…`. */
const hexOf = (digest: string): string => digest.replace('sha256:', '')

function encodeSession({ sessionId, stages }: SessionSpec): EncodedSession {
  const session: Described<typeof SessionSchema> = {
    name: sessionId,
    version: SESSION_VERSION,
    services: STAGES.flatMap((name) => (stages[name] ? [service(name, stages[name])] : [])),
  }
  return { contentType: 'application/json', body: JSON.stringify(session) }
}

function service(name: Stage, { image = '', fingerprint, environment }: StageSpec) {
  return { name, image_name: image, fingerprint, environment: openEnvironment(environment) }
}

function parseSession(text: string): ProvisionedSession {
  const json = parseSessionJson(text, 'tdx')
  if (!isSession(json)) throw malformed('tdx')
  const stages: ProvisionedSession['stages'] = {}
  for (const { name, image_name, fingerprint, environment } of json.services) {
    stages[name] = {
      fingerprint,
      command: '',
      image: image_name,
      environment: closeEnvironment(environment),
    }
  }
  return { sessionId: json.name, stages }
}
