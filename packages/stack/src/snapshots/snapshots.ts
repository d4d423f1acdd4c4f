import { randomUUID } from 'node:crypto'
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { basename, dirname, join, relative } from 'node:path'
import type { Readable } from 'node:stream'
import { didYouMean, type Secret, SimError, Turns } from '@iexec-sim/base'
import type { Chain } from '@iexec-sim/chain'
import type { SnapshotPart } from '@iexec-sim/snapshot'
import { packSnapshot, unpackSnapshot } from './file.ts'
import { readManifest, type SnapshotManifest, snapshotId, writeManifest } from './manifest.ts'

/** Options of {@link Snapshots}. */
export interface SnapshotsOptions {
  /** Folder they are kept in. */
  dir: string
  /** The chain. */
  chain: Chain
  /** In the order they are resumed; they are paused the other way round. */
  parts: readonly SnapshotPart[]
  /** Random name of the network. */
  network: string
  /** Profile, contracts and accounts: what a snapshot can be restored on. */
  base: string
  /** Version of the simulator. */
  version: string
  /** Called when there is another list of them. */
  onChange?: () => void
}

/** A snapshot as lists show it. */
export type SnapshotInfo = {
  /** Name of the snapshot. */
  name: string
} & Pick<SnapshotManifest, 'savedAt' | 'block' | 'network' | 'version'> & {
    /** Why it cannot be restored; its other fields are empty then. */
    problem?: string
  }

/**
 * Keys of another network's parts, by name, as {@link Snapshots.keys} gave them; `'lost'` for none.
 */
export type ForeignKeys = Readonly<Record<string, Secret>> | 'lost'

const NAME = /^[a-z0-9][a-z0-9._-]{0,63}$/i
const CHAIN = 'chain'
/** Names the snapshot whose restore has begun. */
const INTENT = '.restoring'
/** Goes before the name of a snapshot that another one takes the place of. */
const REPLACED = '.replaced-'
/** State from before a restore that may still fail. */
const BEFORE = '.before-restore'

/**
 * Snapshots of a whole network: chain and clock, order book, secrets, content, tasks. One is a
 * folder: a manifest, a folder for the chain and one for each part. Saving takes no pause: the
 * chain waits while every part writes in one go. A restore drops what runs, and is made whole by
 * the next start when the process dies in the middle of it.
 */
export class Snapshots {
  readonly #options: SnapshotsOptions
  /** Ids of those this process has written itself. */
  readonly #made = new Set<string>()
  /** One at a time. */
  readonly #turns = new Turns()

  constructor(options: SnapshotsOptions) {
    this.#options = options
    for (const name of readdirSync(options.dir))
      if (name.startsWith('.unfinished-')) rmSync(join(options.dir, name), { recursive: true })
      else if (name.startsWith(REPLACED)) this.#finishReplacement(name.slice(REPLACED.length))
    if (!existsSync(this.#at(INTENT))) this.#forget(BEFORE)
  }

  /**
   * Saves the network as it is now. Throws `SNAPSHOT_NAME` and, unless it may `replace` one,
   * `SNAPSHOT_EXISTS`.
   */
  save(name: string, { replace = false } = {}): Promise<SnapshotInfo> {
    return this.#turns.take(async () => {
      this.#checkName(name, replace)
      await this.#make(name, (dir) => this.#write(dir))
      return this.#info(name)
    })
  }

  /**
   * Restores the network. Work under way is dropped. Throws `SNAPSHOT_UNKNOWN`, `SNAPSHOT_FORMAT`
   * and `SNAPSHOT_CORRUPT`, with nothing changed.
   */
  restore(name: string): Promise<SnapshotInfo> {
    return this.#turns.take(() => this.#restore(name))
  }

  /**
   * Completes a restore that the end of a process interrupted. If its snapshot is gone, restores
   * the state from before and returns the reason.
   */
  async finishInterrupted(): Promise<SimError | undefined> {
    const intent = this.#at(INTENT)
    if (!existsSync(intent)) return undefined
    try {
      await this.restore(readFileSync(intent, 'utf8'))
    } catch (error) {
      if (!(error instanceof SimError)) throw error
      if (existsSync(intent)) await this.#turns.take(() => this.#whilePaused(() => this.#undo()))
      return error
    }
    return undefined
  }

  /** All of them, the oldest first. */
  list(): SnapshotInfo[] {
    return this.#names()
      .map((name) => this.#infoOrProblem(name))
      .sort((a, b) => a.savedAt.localeCompare(b.savedAt))
  }

  /** Removes one. Throws `SNAPSHOT_UNKNOWN`. */
  remove(name: string): Promise<void> {
    return this.#turns.take(async () => {
      rmSync(this.#find(name), { recursive: true })
      this.#options.onChange?.()
    })
  }

  /** One as a file. Secrets in it are encrypted. Throws `SNAPSHOT_UNKNOWN`. */
  export(name: string): Readable {
    return packSnapshot(this.#find(name))
  }

  /**
   * The keys that this network's secrets are encrypted with, by part. Together with an export they
   * reveal the secrets.
   */
  keys(): Record<string, Secret> {
    return Object.fromEntries(
      this.#options.parts.flatMap(({ name, key }) => (key ? [[name, key.exported()]] : [])),
    )
  }

  /**
   * Takes in a file that {@link export} wrote, without restoring it. Throws `SNAPSHOT_FOREIGN`,
   * `SNAPSHOT_CORRUPT`, `SNAPSHOT_FORMAT`, and `SNAPSHOT_LOCKED` when its secrets are encrypted
   * with keys that are neither this network's nor given.
   */
  import(name: string, file: Readable, keys?: ForeignKeys): Promise<SnapshotInfo> {
    return this.#turns.take(async () => {
      this.#checkName(name, false)
      await this.#make(name, async (dir) => {
        await unpackSnapshot(file, dir)
        const manifest = this.#fitting(dir)
        for (const part of this.#options.parts) await part.check?.(join(dir, part.name))
        this.#adopt(dir, manifest, keys)
      })
      return this.#info(name)
    })
  }

  async #write(dir: string): Promise<void> {
    const { chain, parts, network, base, version } = this.#options
    for (const name of [CHAIN, ...parts.map((part) => part.name)])
      mkdirSync(join(dir, name), { mode: 0o700 })
    const block = await chain.save(join(dir, CHAIN), () => {
      for (const { name, save } of parts) save?.(join(dir, name))
    })
    const keys = Object.fromEntries(parts.flatMap(({ name, key }) => (key ? [[name, key.id]] : [])))
    writeManifest(
      dir,
      { network, base, version, savedAt: new Date().toISOString(), block, keys },
      filesOf(dir),
    )
    this.#made.add(snapshotId(dir))
  }

  async #restore(name: string): Promise<SnapshotInfo> {
    const dir = this.#find(name)
    const manifest = this.#fitting(dir)
    await this.#whilePaused(async () => {
      await this.#keepBefore(dir)
      writeFileSync(this.#at(INTENT), name)
      try {
        await this.#putBack(dir)
      } catch (error) {
        await this.#undo()
        throw error
      }
      this.#forget(INTENT)
      this.#forget(BEFORE)
      return manifest.network !== this.#options.network
    })
    return this.#info(name)
  }

  /** Pauses all parts during a job, which returns whether the state is then another network's. */
  async #whilePaused(job: () => Promise<boolean>): Promise<void> {
    const { parts } = this.#options
    let isForeign = false
    try {
      for (const part of parts.toReversed()) await part.pause?.()
      isForeign = await job()
    } finally {
      await resumeAll(parts, isForeign)
    }
  }

  async #putBack(dir: string): Promise<void> {
    const { chain, parts } = this.#options
    // The chain comes last: services that are behind it catch up, ones that are ahead of it would
    // not.
    for (const part of parts) await part.restore?.(join(dir, part.name))
    await chain.restore(join(dir, CHAIN))
  }

  /**
   * Keeps what is there, unless a snapshot is of this process: others may be from elsewhere, or of
   * another version, and turn out to be unusable half way.
   */
  async #keepBefore(dir: string): Promise<void> {
    if (existsSync(this.#at(BEFORE)) || this.#made.has(snapshotId(dir))) return
    await this.#make(BEFORE, (before) => this.#write(before))
  }

  /** Undoes a failed restore. */
  async #undo(): Promise<false> {
    if (existsSync(this.#at(BEFORE))) await this.#putBack(this.#at(BEFORE))
    this.#forget(INTENT)
    this.#forget(BEFORE)
    return false
  }

  #at(name: string): string {
    return join(this.#options.dir, name)
  }

  #forget(name: string): void {
    rmSync(this.#at(name), { recursive: true, force: true })
  }

  /** Makes another network's secrets readable here. */
  #adopt(dir: string, manifest: SnapshotManifest, keys: ForeignKeys | undefined): void {
    const foreign = this.#options.parts.filter(
      ({ name, key }) => key && manifest.keys[name] !== key.id,
    )
    if (foreign.length === 0) return
    for (const { name, adopt } of foreign) {
      const key = keys === 'lost' ? keys : keys?.[name]
      if (!key) throw new SimError('SNAPSHOT_LOCKED', {})
      adopt?.(join(dir, name), key)
    }
    const { format: _, files, content, ...facts } = manifest
    const own = Object.fromEntries(foreign.map(({ name, key }) => [name, key!.id]))
    writeManifest(
      dir,
      { ...facts, keys: { ...facts.keys, ...own } },
      { files: Object.keys(files), content },
    )
  }

  /** The manifest of a snapshot that this network can become. */
  #fitting(dir: string): SnapshotManifest {
    const manifest = readManifest(dir)
    const { base } = this.#options
    if (manifest.base !== base)
      throw new SimError('SNAPSHOT_FOREIGN', { kept: manifest.base, here: base })
    return manifest
  }

  /** A snapshot is there when it is whole: it is made elsewhere and moved to its place. */
  async #make(name: string, fill: (dir: string) => Promise<void>): Promise<void> {
    const unfinished = this.#at(`.unfinished-${randomUUID()}`)
    mkdirSync(unfinished, { mode: 0o700 })
    try {
      await fill(unfinished)
      if (existsSync(this.#at(name))) renameSync(this.#at(name), this.#at(`${REPLACED}${name}`))
      renameSync(unfinished, this.#at(name))
    } finally {
      this.#finishReplacement(name)
      this.#forget(basename(unfinished))
    }
    this.#options.onChange?.()
  }

  /** Removes a replaced snapshot if its replacement exists, and puts it back otherwise. */
  #finishReplacement(name: string): void {
    const replaced = `${REPLACED}${name}`
    if (!existsSync(this.#at(replaced))) return
    if (existsSync(this.#at(name))) this.#forget(replaced)
    else renameSync(this.#at(replaced), this.#at(name))
  }

  #checkName(name: string, replace: boolean): void {
    if (!NAME.test(name)) throw new SimError('SNAPSHOT_NAME', { name })
    if (!replace && existsSync(join(this.#options.dir, name)))
      throw new SimError('SNAPSHOT_EXISTS', { name })
  }

  #find(name: string): string {
    const dir = join(this.#options.dir, name)
    if (NAME.test(name) && existsSync(dir)) return dir
    throw new SimError('SNAPSHOT_UNKNOWN', { name, near: didYouMean(name, this.#names()) })
  }

  #names(): string[] {
    return readdirSync(this.#options.dir).filter((name) => NAME.test(name))
  }

  /** Lists a snapshot that cannot be read, such as another version's, with its problem. */
  #infoOrProblem(name: string): SnapshotInfo {
    try {
      return this.#info(name)
    } catch (error) {
      return {
        name,
        savedAt: '',
        block: 0,
        network: '',
        version: '',
        problem: (error as Error).message,
      }
    }
  }

  #info(name: string): SnapshotInfo {
    const { savedAt, block, network, version } = readManifest(join(this.#options.dir, name))
    return { name, savedAt, block, network, version }
  }
}

/** Resumes all parts even if some fail; throws the first failure at the end. */
async function resumeAll(parts: readonly SnapshotPart[], isForeign: boolean): Promise<void> {
  const failures: unknown[] = []
  for (const part of parts)
    await part.resume?.({ isForeign }).catch((error) => failures.push(error))
  if (failures.length > 0) throw failures[0]
}

/**
 * The files of a snapshot: those of the chain and the parts, which are read back, and content in
 * folders of theirs.
 */
function filesOf(dir: string): { files: string[]; content: string[] } {
  const paths = readdirSync(dir, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.parentPath !== dir)
    .map((entry) => join(relative(dir, entry.parentPath), entry.name))
  const isContent = (path: string) => dirname(dirname(path)) !== '.'
  return { files: paths.filter((path) => !isContent(path)), content: paths.filter(isContent) }
}
