import { randomBytes } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Secret } from '@iexec-sim/base'
import { connectEngine, type Engine, type Slot, type StandInSpec } from '@iexec-sim/docker'
import { createLog, openDoor } from '@iexec-sim/door'
import type { SessionSpec } from '@iexec-sim/protocol'
import { type Authorities, loadAuthorities } from '../../src/authorities/authorities.ts'
import { SessionDepositClient } from '../../src/client/deposit-client.ts'
import type { TeeDriver } from '../../src/drivers/driver.ts'
import { gramineDriver } from '../../src/drivers/gramine.ts'
import { sconeDriver } from '../../src/drivers/scone.ts'
import { tdxDriver } from '../../src/drivers/tdx.ts'
import { Platform } from '../../src/evidence/platform.ts'
import { EnclaveLauncher } from '../../src/launcher/enclave-launcher.ts'
import { provisioningPlugin } from '../../src/provisioning/provisioning-plugin.ts'
import { ProvisioningService } from '../../src/provisioning/provisioning-service.ts'

/** The frameworks with a driver. */
export type DrivenFramework = 'scone' | 'gramine' | 'tdx'

/**
 * Parts of one framework on a network: its driver, its provisioning service behind a real door, its
 * launcher.
 */
export interface FrameworkParts {
  driver: TeeDriver
  launcher: EnclaveLauncher
  depositor: SessionDepositClient
}

/** The parts of a simulated network that enclaves need, on the real engine. */
export interface EnclaveNetwork {
  dir: string
  engine: Engine
  authorities: Authorities
  frameworks: Record<DrivenFramework, FrameworkParts>
  /** Opens a slot of a worker: without foreign certificates and stand-ins, unless they are given. */
  openSlot(
    services?: Partial<Omit<Parameters<Engine['startSlotServices']>[0], 'namesImage'>>,
  ): Promise<Slot>
  /** Every log line of the provisioning services so far. */
  logs(): string
  close(): Promise<void>
}

const clock = { now: () => Date.now() }

/** Opens the parts of a network with a label of its own. */
export async function openEnclaveNetwork(): Promise<EnclaveNetwork> {
  const dir = await mkdtemp(join(tmpdir(), 'iexec-sim-tee-'))
  const engine = connectEngine({ network: `test-${randomBytes(4).toString('hex')}` })
  const authorities = await loadAuthorities(join(dir, 'authorities'))
  const lines: string[] = []
  const log = createLog({
    level: 'debug',
    stream: { write: (line: string) => void lines.push(line) },
  })
  const platform = new Platform({ credentials: async () => authorities.platform, clock })

  const open = async (driver: TeeDriver) => {
    const credential = new Secret(randomBytes(16).toString('hex'))
    const service = new ProvisioningService({
      driver,
      roots: async () => [authorities.attestationRoot],
      credential,
      clock,
      log,
    })
    const name = `${driver.framework}-provisioning`
    const door = await openDoor({
      name,
      port: 0,
      log,
      plugin: provisioningPlugin({ service, driver }),
    })
    const depositor = new SessionDepositClient({ url: door.url, credential, driver })
    return {
      door,
      parts: { driver, depositor, launcher: new EnclaveLauncher({ engine, driver, platform }) },
    }
  }
  const [scone, gramine, tdx] = await Promise.all([
    open(sconeDriver()),
    open(gramineDriver()),
    open(tdxDriver()),
  ])
  return {
    dir,
    engine,
    authorities,
    frameworks: { scone: scone.parts, gramine: gramine.parts, tdx: tdx.parts },
    openSlot: (services) =>
      engine.openSlot({
        name: 'one',
        services: engine.startSlotServices({
          namesImage: 'iexec-sim/names',
          trustedCertificates: '',
          standIns: [],
          ...services,
        }),
      }),
    logs: () => lines.join(''),
    close: async () => {
      await Promise.all([scone, gramine, tdx].map(({ door }) => door.close()))
      await engine.close()
      await rm(dir, { recursive: true, force: true })
    },
  }
}

/** A session for an app's stage alone that matters; post-compute is there for form. */
export function appSession(
  parts: FrameworkParts,
  app: {
    fingerprint: string
    command?: string
    environment: SessionSpec['stages']['app']['environment']
  },
): SessionSpec {
  const taskId = `0x${randomBytes(32).toString('hex')}`
  return {
    sessionId: `${randomBytes(5).toString('hex')}0000${taskId}`,
    framework: parts.driver.framework,
    taskId,
    stages: {
      app: { command: '', ...app },
      'post-compute': { fingerprint: 'f'.repeat(64), command: '', environment: {} },
    },
  }
}

/** The stand-in of the counter service, with a leaf key of its own. */
export async function countapiStandIn(authorities: Authorities): Promise<StandInSpec> {
  const hosts = ['api.countapi.xyz']
  const { privateKey, certificate } = await authorities.standIns.issue(hosts)
  return { hosts, image: 'iexec-sim/stand-ins', key: privateKey, certificate }
}
