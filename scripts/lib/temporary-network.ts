import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { cli, cliJson } from './cli.ts'

/** What these scripts read of the address sheet. */
export interface Sheet {
  gateway: string
  pid: number
  /** Milliseconds from the start of the network's process to all services ready, by its own clock. */
  readyMs: number
}

/** A network of its own folder and ports, for one script. Closing it stops it and removes the folder. */
export class TemporaryNetwork implements AsyncDisposable {
  readonly stateDir: string
  readonly sheet: Sheet
  #closing: Promise<void> | undefined

  private constructor(stateDir: string, sheet: Sheet) {
    this.stateDir = stateDir
    this.sheet = sheet
  }

  /** Starts one, detached, on free ports. */
  static async up(): Promise<TemporaryNetwork> {
    const stateDir = await mkdtemp(join(tmpdir(), 'iexec-sim-'))
    try {
      const sheet = await cliJson<Sheet>(['up', '--detach', '--any-port', '--state', stateDir])
      return new TemporaryNetwork(stateDir, sheet)
    } catch (error) {
      await discard(stateDir)
      throw error
    }
  }

  [Symbol.asyncDispose](): Promise<void> {
    this.#closing ??= discard(this.stateDir)
    return this.#closing
  }
}

async function discard(stateDir: string): Promise<void> {
  await cli(['down', '--state', stateDir])
  await rm(stateDir, { recursive: true, force: true })
}
