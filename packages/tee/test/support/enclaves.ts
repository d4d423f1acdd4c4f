import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Secret } from '@iexec-sim/base'
import type { Engine } from '@iexec-sim/docker'
import { type Door, openDoor } from '@iexec-sim/door'
import type { SessionSpec } from '@iexec-sim/protocol'
import { pino } from 'pino'
import { afterAll, beforeAll } from 'vitest'
import {
  EnclaveLauncher,
  loadAuthorities,
  Platform,
  ProvisioningService,
  provisioningPlugin,
  SessionDepositClient,
  type TeeDriver,
} from '../../src/index.ts'

/** Credential of the SMS at the provisioning service. */
export const CREDENTIAL = new Secret('deposit-credential-77ab')

/** A running provisioning service with its depositor and a launcher that uses it. */
export interface Enclaves {
  door: Door
  depositor: SessionDepositClient
  launcher: EnclaveLauncher
  /** Everything that was logged. */
  log: string[]
  /** A folder that is removed at the end. */
  dir: string
  /** Moves the clock of the network forward. */
  moveClock(milliseconds: number): void
  /** Address at which enclaves of a session find their variables. */
  address(spec: SessionSpec): { sessionId: string; provisioningUrl: string }
}

/** Opens a provisioning service for a driver before a file's tests and closes it after them. */
export function openEnclaves(driver: TeeDriver, engine: Engine): Enclaves {
  const log: string[] = []
  const enclaves = { log } as Enclaves
  beforeAll(async () => {
    const dir = mkdtempSync(join(tmpdir(), 'tee-enclaves-'))
    const { platform: credentials, attestationRoot } = await loadAuthorities(
      join(dir, 'authorities'),
    )
    const logger = pino({ level: 'trace' }, { write: (line: string) => void log.push(line) })
    let moved = 0
    const clock = { now: () => Date.now() + moved }
    const moveClock = (milliseconds: number) => {
      moved += milliseconds
    }
    const roots = [attestationRoot]
    const service = new ProvisioningService({
      driver,
      roots: async () => roots,
      credential: CREDENTIAL,
      clock,
      log: logger,
    })
    const plugin = provisioningPlugin({ service, driver })
    const door = await openDoor({
      name: `${driver.framework}-provisioning`,
      port: 0,
      log: logger,
      plugin,
    })
    const depositor = new SessionDepositClient({ url: door.url, credential: CREDENTIAL, driver })
    const launcher = new EnclaveLauncher({
      engine,
      driver,
      platform: new Platform({ credentials: async () => credentials, clock }),
    })
    const address = ({ sessionId }: SessionSpec) => ({
      sessionId,
      provisioningUrl: depositor.provisioningUrl,
    })
    Object.assign(enclaves, { door, depositor, launcher, dir, address, moveClock })
  })
  afterAll(async () => {
    await enclaves.door?.close()
    rmSync(enclaves.dir, { recursive: true, force: true })
  })
  return enclaves
}
