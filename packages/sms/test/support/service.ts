import { randomBytes } from 'node:crypto'
import { Secret } from '@iexec-sim/base'
import { createLog, openDoor } from '@iexec-sim/door'
import { bellecour, type SessionSpec, type Stage } from '@iexec-sim/protocol'
import {
  gramineDriver,
  type ProvisionedSession,
  ProvisioningService,
  provisioningPlugin,
  SessionDepositClient,
  sconeDriver,
} from '@iexec-sim/tee'
import { type SessionDepositor, Sms, type TeePrograms } from '../../src/index.ts'
import type { TestNetwork } from './network.ts'
import { Scan } from './scan.ts'

/** The two programs around an app, as a test SMS knows them. */
export const PROGRAMS: TeePrograms = {
  preCompute: {
    image: 'pre',
    fingerprint: '1'.repeat(64),
    entrypoint: '/pre.sh',
    heapSizeInBytes: 3221225472,
  },
  postCompute: {
    image: 'post',
    fingerprint: '2'.repeat(64),
    entrypoint: '/post.sh',
    heapSizeInBytes: 3221225472,
  },
}

/** Parts of one test SMS. */
export interface ServiceWish {
  /** @default 'scone' */
  framework?: 'scone' | 'gramine'
  dir?: string
  /** Shown to the provisioning service. @default the right one */
  credential?: string
  /** @default the real provisioning service's */
  provisioningUrl?: string
}

/** An SMS behind a real door, with a real provisioning service behind it. */
export interface TestSms {
  url: string
  /** Every answer and log line so far. */
  scan: Scan
  /** Sessions as the provisioning service reads them, in the order they were deposited. */
  sessions: ProvisionedSession[]
  provisioningUrl: string
  close(): Promise<void>
}

/** Starts an SMS and its provisioning service. */
export async function startSms(network: TestNetwork, wish: ServiceWish = {}): Promise<TestSms> {
  const { framework = 'scone', dir } = wish
  const driver = framework === 'scone' ? sconeDriver() : gramineDriver()
  const scan = new Scan()
  const log = createLog({ level: 'debug', stream: { write: (line) => void scan.lines.push(line) } })
  const credential = randomBytes(16).toString('hex')
  const { clock, hub: chain } = network
  const service = new ProvisioningService({
    driver,
    roots: async () => [],
    credential: new Secret(credential),
    clock,
    log,
  })
  const vault = await openDoor({
    name: 'provisioning',
    port: 0,
    log,
    plugin: provisioningPlugin({ service, driver }),
  })
  const client = new SessionDepositClient({
    url: wish.provisioningUrl ?? vault.url,
    credential: new Secret(wish.credential ?? credential),
    driver,
  })
  const sessions: ProvisionedSession[] = []
  const depositor: SessionDepositor = {
    provisioningUrl: client.provisioningUrl,
    async deposit(session: SessionSpec) {
      await client.deposit(session)
      sessions.push(driver.parseSession(driver.encodeSession(session).body))
    },
  }
  const sms = new Sms({
    framework,
    generation: 'v8',
    version: bellecour.versions.sms,
    chain,
    programs: PROGRAMS,
    depositor,
    content: { bytes: () => Promise.reject(new Error('no gateway here')) },
    clock,
    log,
    ...(dir === undefined ? {} : { dir }),
  })
  const door = await openDoor({ name: `sms-${framework}`, port: 0, log, plugin: sms.plugin })
  return {
    url: door.url,
    scan,
    sessions,
    provisioningUrl: client.provisioningUrl,
    async close() {
      await door.close()
      sms.close()
      await vault.close()
    },
  }
}

/** The variables of a stage of a session, in clear. */
export function variables(
  session: ProvisionedSession | undefined,
  stage: Stage,
): Record<string, string> {
  const environment = session?.stages[stage]?.environment ?? {}
  return Object.fromEntries(
    Object.entries(environment).map(([name, value]) => [
      name,
      value instanceof Secret ? value.reveal() : String(value),
    ]),
  )
}
