import { randomBytes } from 'node:crypto'
import {
  existsSync,
  linkSync,
  lstatSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
} from 'node:fs'
import { join, resolve } from 'node:path'
import {
  assertOwnFolder,
  isRunning,
  makeOwnFolder,
  type ProcessId,
  SimError,
  thisProcess,
  writeWholeFile,
} from '@iexec-sim/base'
import type { AddressSheet } from '@iexec-sim/client'
import { type Profile, profiles } from '@iexec-sim/protocol/profiles'

/** Layout of the folder; a folder of a later layout is refused. */
const LAYOUT = 1

type NamedProfile = Pick<Profile, 'name' | 'chainId'>

interface Identity {
  layout: number
  profile: string
  id: string
  /** Set when it differs from the profile's. */
  chainId?: number
}

/** A network's folder: private to its user, ignored by git, held by one process at a time. */
export class StateFolder {
  readonly path: string
  /** Random name of the network, carried by everything it creates in the Docker engine. */
  readonly id: string
  readonly #locked: boolean

  private constructor(path: string, id: string, locked: boolean) {
    this.path = path
    this.id = id
    this.#locked = locked
  }

  /**
   * Opens the folder for this process, making it at first. Throws when another process holds it, or
   * it is another's.
   */
  static open(dir: string, profile: NamedProfile): StateFolder {
    const path = resolve(dir)
    assertStateFolder(path, profile) // another user's or version's folder is refused as it is
    makeOwnFolder(path)
    takeLock(path)
    try {
      writeWholeFile(join(path, '.gitignore'), '*\n')
      const identity = readIdentity(path) ?? newIdentity(path, profile)
      assertOfProfile(path, identity, profile)
      return new StateFolder(path, identity.id, true)
    } catch (error) {
      rmSync(join(path, 'lock'), { force: true })
      throw error
    }
  }

  /** A sub-folder, made when absent, private as well. */
  dir(name: string): string {
    const path = join(this.path, name)
    mkdirSync(path, { recursive: true, mode: 0o700 })
    return path
  }

  /** The bearer token of the control routes, new at each start. */
  newControlToken(): string {
    const token = randomBytes(32).toString('hex')
    writeWholeFile(join(this.path, 'control.token'), token)
    return token
  }

  /** Writes where everything is, for commands to find. */
  writeSheet(sheet: AddressSheet): void {
    writeWholeFile(join(this.path, 'network.json'), `${JSON.stringify(sheet, null, 2)}\n`)
  }

  /** Lets go of the folder. */
  close(): void {
    if (!this.#locked) return
    rmSync(join(this.path, 'network.json'), { force: true })
    rmSync(join(this.path, 'control.token'), { force: true })
    rmSync(join(this.path, 'lock'), { force: true })
  }
}

/**
 * Throws `STATE_NEWER`, `STATE_CORRUPT`, `STATE_PROFILE`, `STATE_CHAIN_ID` and what
 * {@link assertOwnFolder} throws, without touching the folder; one that is not there yet is fine.
 */
export function assertStateFolder(dir: string, profile: NamedProfile): void {
  assertOwnFolder(resolve(dir))
  const identity = readIdentity(resolve(dir))
  if (identity) assertOfProfile(resolve(dir), identity, profile)
}

function assertOfProfile(path: string, identity: Identity, { name, chainId }: NamedProfile): void {
  if (identity.profile !== name)
    throw new SimError('STATE_PROFILE', { path, kept: identity.profile, asked: name })
  const kept = identity.chainId ?? profiles[name].chainId
  if (kept !== chainId) throw new SimError('STATE_CHAIN_ID', { path, kept, asked: chainId })
}

/**
 * Takes the lock in one step: the file appears whole or not at all, and of two who find a stale one
 * only one gets to move it.
 */
function takeLock(path: string): void {
  const lock = join(path, 'lock')
  const found = lstatSync(lock, { throwIfNoEntry: false })
  if (found && !found.isFile())
    throw new SimError('STATE_CORRUPT', { file: lock, reason: 'not a file' })
  const mine = join(path, `lock.${process.pid}`)
  writeWholeFile(mine, JSON.stringify(thisProcess()))
  try {
    if (tryLink(mine, lock)) return
    const holder = readJson<ProcessId>(lock)
    if (holder && isRunning(holder)) throw new SimError('STATE_LOCKED', { path, pid: holder.pid })
    const stale = `${mine}.stale`
    if (tryRename(lock, stale)) rmSync(stale, { force: true })
    if (!tryLink(mine, lock))
      throw new SimError('STATE_LOCKED', { path, pid: readJson<ProcessId>(lock)?.pid ?? 0 })
  } finally {
    rmSync(mine, { force: true })
  }
}

function tryLink(from: string, to: string): boolean {
  try {
    linkSync(from, to)
    return true
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false
    throw error
  }
}

/** Returns `false` if another process was quicker. */
function tryRename(from: string, to: string): boolean {
  try {
    renameSync(from, to)
    return true
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return false
    throw error
  }
}

function readIdentity(path: string): Identity | undefined {
  const file = join(path, 'identity.json')
  if (!existsSync(file)) return undefined
  const identity = readJson<Identity>(file)
  if (!identity || typeof identity.id !== 'string' || !Number.isSafeInteger(identity.layout))
    throw new SimError('STATE_CORRUPT', { file, reason: 'not the JSON that was written' })
  if (identity.layout > LAYOUT) throw new SimError('STATE_NEWER', { path, layout: identity.layout })
  return identity
}

function newIdentity(path: string, { name, chainId }: NamedProfile): Identity {
  const other = chainId === profiles[name].chainId ? {} : { chainId }
  const identity = { layout: LAYOUT, profile: name, id: randomBytes(6).toString('hex'), ...other }
  writeWholeFile(join(path, 'identity.json'), `${JSON.stringify(identity)}\n`)
  return identity
}

function readJson<T>(file: string): T | undefined {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as T
  } catch {
    return undefined
  }
}
