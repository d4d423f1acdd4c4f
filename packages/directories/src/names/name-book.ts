import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { SimError, writeWholeFile } from '@iexec-sim/base'
import { type Address, isHexAddress } from '@iexec-sim/protocol'

const FILE = 'names.json'

/** A name and the address it stands for. */
export interface NamedAddress {
  /** Name of an app in compass, or in ENS. */
  name: string
  /** Address it stands for. */
  address: Address
}

/** The names that people gave, kept as a file. */
export class NameBook {
  readonly #file: string
  readonly #names: Map<string, Address>

  /** `dir` is the network's own folder. Throws `STATE_CORRUPT`. */
  constructor(dir: string) {
    this.#file = join(dir, FILE)
    this.#names = read(this.#file, 'STATE_CORRUPT')
  }

  /** Address of a name; `undefined` for a name that was never given. */
  get(name: string): Address | undefined {
    return this.#names.get(name)
  }

  /** Gives a name to an address, instead of the one it had. */
  set(name: string, address: Address): void {
    this.#names.set(name, address)
    this.#write(this.#file)
  }

  /** All names, in alphabetical order. */
  list(): NamedAddress[] {
    return [...this.#names].map(([name, address]) => ({ name, address })).sort(byName)
  }

  /** Writes the names into a folder. */
  save(dir: string): void {
    this.#write(join(dir, FILE))
  }

  /** Goes on from what {@link save} has kept. Throws `SNAPSHOT_CORRUPT`. */
  restore(dir: string): void {
    const kept = read(join(dir, FILE), 'SNAPSHOT_CORRUPT')
    this.#names.clear()
    for (const [name, address] of kept) this.#names.set(name, address)
    this.#write(this.#file)
  }

  #write(file: string): void {
    writeWholeFile(file, JSON.stringify(Object.fromEntries(this.#names)))
  }
}

const byName = (a: NamedAddress, b: NamedAddress) => (a.name < b.name ? -1 : 1)

function read(file: string, code: 'STATE_CORRUPT' | 'SNAPSHOT_CORRUPT'): Map<string, Address> {
  if (!existsSync(file)) return new Map()
  try {
    const kept: unknown = JSON.parse(readFileSync(file, 'utf8'))
    if (typeof kept !== 'object' || kept === null) throw new Error('it holds no names')
    const names = Object.entries(kept) as [string, Address][]
    const wrong = names.find(([, address]) => !isHexAddress(address))
    if (wrong) throw new Error(`"${wrong[0]}" stands for no address`)
    return new Map(names)
  } catch (error) {
    throw new SimError(code, { file, reason: (error as Error).message })
  }
}
