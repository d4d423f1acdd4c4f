import { randomBytes } from 'node:crypto'
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { AddressSheet } from '@iexec-sim/client'
import type { NetworkConfig } from '../config.ts'
import { StateFolder } from './state-folder.ts'

/** The folder of a network: its state folder, or a scratch folder that is removed with it. */
export interface Home {
  /** Random name of the network. */
  id: string
  /** The folder itself. */
  path: string
  /** Folder of logs. */
  logDir: string
  /** Bearer token of the control door, new at each start. */
  controlToken: string
  /** Makes a folder for a store; `undefined` where it belongs in memory. */
  dir(name: string): string | undefined
  /** Makes a folder, mode 700, for data that has to be in files. */
  privateDir(name: string): string
  /** Stores the address sheet in a state folder; a scratch folder gets none. */
  writeSheet(sheet: AddressSheet): void
}

/** Opens the home a configuration asks for; it is closed with the network. */
export function openHome(config: NetworkConfig, closing: AsyncDisposableStack): Home {
  if (config.stateDir === undefined) return openScratch(closing)
  const folder = StateFolder.open(config.stateDir, config.profile)
  closing.defer(() => folder.close())
  return {
    id: folder.id,
    path: folder.path,
    logDir: folder.dir('logs'),
    controlToken: folder.newControlToken(),
    dir: (name) => folder.dir(name),
    privateDir: (name) => folder.dir(name),
    writeSheet: (sheet) => folder.writeSheet(sheet),
  }
}

function openScratch(closing: AsyncDisposableStack): Home {
  const path = mkdtempSync(join(tmpdir(), 'iexec-sim-'))
  closing.defer(() => rmSync(path, { recursive: true, force: true }))
  const privateDir = (name: string) => {
    mkdirSync(join(path, name), { recursive: true, mode: 0o700 })
    return join(path, name)
  }
  return {
    id: randomBytes(6).toString('hex'),
    path,
    logDir: path,
    controlToken: randomBytes(32).toString('hex'),
    // Databases stay in memory; only what has to be a file goes to the scratch folder.
    dir: (name) =>
      name.startsWith('worker-') || IN_FILES.includes(name) ? privateDir(name) : undefined,
    privateDir,
    writeSheet: () => {},
  }
}

const IN_FILES = ['chain', 'measurements', 'programs']
