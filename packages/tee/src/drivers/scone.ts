import { isDeepStrictEqual } from 'node:util'
import { SimError } from '@iexec-sim/base'
import type { ImageConfig } from '@iexec-sim/docker'
import {
  type SessionSpec,
  STAGES,
  type Stage,
  type StageSpec,
  tokenizeArgs,
} from '@iexec-sim/protocol'
import { parse, stringify } from 'yaml'
import { checkOf } from '../schema.ts'
import { commandLine } from './command-line.ts'
import { createDriver, type DriverOptions } from './create-driver.ts'
import type { AppStart, EncodedSession, ProvisionedSession, TeeDriver } from './driver.ts'
import { EnvironmentSchema, FingerprintSchema, servicesSchema } from './session-schema.ts'
import { closeEnvironment, malformed, openEnvironment } from './stage-environment.ts'

/** Folder every enclave starts in. */
const WORKING_DIR = '/'
/** Version of the session language. */
const SESSION_VERSION = '0.3.10'
/** Variables of every session for the two programs around an app. */
const PROGRAM_VARIABLES = {
  LD_LIBRARY_PATH: '/opt/java/openjdk/lib/server:/opt/java/openjdk/lib:/opt/java/openjdk/../lib',
  JAVA_TOOL_OPTIONS: '-Xmx256m',
}
const VOLUMES = {
  'pre-compute': { iexec_in: '/iexec_in' },
  app: { iexec_in: '/iexec_in', iexec_out: '/iexec_out' },
  'post-compute': { iexec_out: '/iexec_out', 'post-compute-tmp': '/post-compute-tmp' },
} as const satisfies Record<Stage, Record<string, string>>

const isSession = checkOf(
  servicesSchema({
    type: 'object',
    required: ['name', 'mrenclaves', 'command', 'environment'],
    properties: {
      name: { enum: STAGES },
      mrenclaves: { type: 'array', items: FingerprintSchema, minItems: 1, maxItems: 1 },
      command: { type: 'string' },
      environment: EnvironmentSchema,
    },
  }),
)

/**
 * The driver of scone: sessions are YAML, and the app's start command, arguments included, comes
 * out of the session.
 */
export function sconeDriver(options: DriverOptions = {}): TeeDriver {
  return createDriver(
    {
      name: 'scone',
      hasHeap: true,
      depositPath: '/session',
      enclaveConfig: (image, heapSize) => {
        // With an ENTRYPOINT, CMD holds arguments for want of others: those of a deal take its
        // place.
        const { Entrypoint, Cmd } = image.config
        const entrypoint = commandLine(Entrypoint.length > 0 ? Entrypoint : Cmd)
        if (entrypoint === '') throw new SimError('IMAGE_HAS_NO_START', { image: image.id })
        return { framework: 'SCONE', version: 'v5', entrypoint, heapSize }
      },
      encodeSession,
      parseSession,
      appStart,
      // Every session sets this for its app (`pwd`).
      workingDir: WORKING_DIR,
      sessionVariables: ({ sessionId, provisioningUrl }, heapSize) => ({
        SCONE_CAS_ADDR: provisioningUrl,
        SCONE_CONFIG_ID: `${sessionId}/app`,
        ...(heapSize === undefined ? {} : { SCONE_HEAP: String(heapSize) }),
        SCONE_LOG: 'debug',
        SCONE_VERSION: '1',
      }),
    },
    options,
  )
}

/**
 * A command that is the image's ENTRYPOINT alone starts as the image does, CMD included. So does
 * one that cannot be split: as with unreadable arguments, the task still runs.
 */
function appStart(
  command: string,
  _args: readonly string[],
  image?: Pick<ImageConfig, 'Entrypoint'>,
): AppStart {
  const words = tokenizeArgs(command)
  const [program, ...args] = words
  const isOwn =
    image !== undefined && image.Entrypoint.length > 0 && isDeepStrictEqual(words, image.Entrypoint)
  return program === undefined || isOwn ? {} : { entrypoint: [program], args }
}

function encodeSession({ sessionId, stages }: SessionSpec): EncodedSession {
  const present = STAGES.flatMap((name) => (stages[name] ? [[name, stages[name]] as const] : []))
  const session = {
    name: sessionId,
    version: SESSION_VERSION,
    access_policy: { read: ['CREATOR'], update: ['NONE'] },
    services: present.map(([name, stage]) => service(name, stage)),
    images: present.map(([name]) => ({
      name: `${name}-image`,
      volumes: Object.entries(VOLUMES[name]).map(([volume, path]) => ({ name: volume, path })),
    })),
    volumes: ['iexec_in', 'iexec_out', 'post-compute-tmp'].map((name) => ({ name })),
    security: { attestation: { tolerate: [], ignore_advisories: [], mode: 'maa' } },
  }
  return { contentType: 'application/yaml', body: stringify(session, { lineWidth: 0 }) }
}

function service(name: Stage, { fingerprint, command, environment }: StageSpec) {
  return {
    name,
    image_name: `${name}-image`,
    mrenclaves: [fingerprint],
    pwd: WORKING_DIR,
    command,
    environment: { ...openEnvironment(environment), ...(name === 'app' ? {} : PROGRAM_VARIABLES) },
  }
}

function parseSession(text: string): ProvisionedSession {
  const session = parseYaml(text)
  if (!isSession(session)) throw malformed('scone')
  const stages: ProvisionedSession['stages'] = {}
  for (const { name, mrenclaves, command, environment } of session.services) {
    stages[name] = {
      fingerprint: mrenclaves[0]!,
      command,
      environment: closeEnvironment(environment),
    }
  }
  return { sessionId: session.name, stages }
}

function parseYaml(text: string): unknown {
  try {
    return parse(text)
  } catch {
    throw malformed('scone')
  }
}
