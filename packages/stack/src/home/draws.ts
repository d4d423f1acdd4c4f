import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { SimError, writeWholeFile } from '@iexec-sim/base'
import { type Bytes32, type Draw, randomDraw, seededDraw } from '@iexec-sim/protocol'

const FILE = 'draws.json'

/**
 * Random values of a network, for itself and for clients of its control door: truly random, or
 * derived from a seed. With a seed the number of draws is stored, so that a restarted network
 * repeats none.
 */
export class Draws {
  readonly seed: string | undefined
  readonly #file: string
  readonly #counts: Map<string, number>
  #draw: Draw

  /** `dir` is the network's own folder. */
  constructor(seed: string | undefined, dir: string) {
    this.seed = seed
    this.#file = join(dir, FILE)
    this.#counts = seed === undefined ? new Map() : read(this.#file)
    this.#draw = seed === undefined ? randomDraw : seededDraw(seed, this.#counts)
  }

  /** The next 32 bytes for a purpose. */
  readonly draw: Draw = (purpose) => {
    const drawn = this.#draw(purpose)
    if (this.seed !== undefined) this.#write(this.#file)
    return drawn
  }

  /** Ranks the members of a named choice; `undefined` without a seed. */
  get rank(): ((name: string) => Bytes32) | undefined {
    const { seed } = this
    return seed === undefined ? undefined : (name) => seededDraw(seed, new Map())(`rank ${name}`)
  }

  /** Keeps how many draws there were. */
  save(dir: string): void {
    this.#write(join(dir, FILE))
  }

  /** Goes on from what {@link save} has kept. Throws `SNAPSHOT_CORRUPT`. */
  restore(dir: string): void {
    const kept = readKept(join(dir, FILE))
    this.#counts.clear()
    for (const [purpose, count] of kept) this.#counts.set(purpose, count)
    if (this.seed !== undefined) this.#write(this.#file)
  }

  #write(file: string): void {
    writeWholeFile(file, JSON.stringify([...this.#counts]))
  }
}

const read = (file: string): Map<string, number> =>
  existsSync(file)
    ? new Map(JSON.parse(readFileSync(file, 'utf8')) as [string, number][])
    : new Map()

function readKept(file: string): Map<string, number> {
  try {
    return read(file)
  } catch (error) {
    throw new SimError('SNAPSHOT_CORRUPT', { file, reason: (error as Error).message })
  }
}
