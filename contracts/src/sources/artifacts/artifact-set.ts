import { createHash } from 'node:crypto'
import { SimError } from '@iexec-sim/base'
import type { Hex } from '@iexec-sim/protocol'
import type { JsonFragment } from 'ethers'
import { CODE_SIZE_LIMIT } from '../../bake/bake-genesis.ts'
import type { Compiled } from '../../bake/builder.ts'
import type { Artifact } from './artifact.ts'

/** The compiled contracts of one protocol, by name. */
export class ArtifactSet {
  /** Origin of the artifacts, for messages. */
  readonly folder: string
  readonly #byName = new Map<string, Artifact>()

  constructor(folder: string, artifacts: Iterable<Artifact>) {
    this.folder = folder
    for (const artifact of artifacts)
      if (this.#isBetter(artifact)) this.#byName.set(artifact.name, artifact)
  }

  /** All of them, also what is abstract. */
  get all(): Artifact[] {
    return [...this.#byName.values()]
  }

  /** Names of the contracts that can be deployed, in order. */
  get deployable(): Artifact[] {
    return this.all.filter(isDeployable).sort((a, b) => (a.name < b.name ? -1 : 1))
  }

  has(name: string): boolean {
    const artifact = this.#byName.get(name)
    return artifact !== undefined && isDeployable(artifact)
  }

  /**
   * The contract ready to be deployed, its libraries linked.
   *
   * @throws SimError `PROTOCOL_HALF_BUILT` when it or a library's address is missing,
   * `CONTRACT_TOO_LARGE`.
   */
  get(
    name: string,
    libraries: Readonly<Record<string, Hex>> = {},
  ): Compiled & { abi: readonly JsonFragment[] } {
    const artifact = this.#byName.get(name)
    if (!artifact) throw this.#incomplete(`there is no ${name}`)
    if (!isDeployable(artifact)) throw this.#incomplete(`${name} has no code`)
    if (artifact.size > CODE_SIZE_LIMIT)
      throw new SimError('CONTRACT_TOO_LARGE', {
        contract: `${name} in ${this.folder}`,
        size: artifact.size,
      })
    const code = artifact.links.reduce((linked, { library, starts }) => {
      const address = libraries[library]
      if (!address) throw this.#incomplete(`${name} wants the library ${library}`)
      return starts.reduce((text, start) => fill(text, start, address), linked)
    }, artifact.bytecode)
    if (!/^0x([0-9a-f]{2})+$/i.test(code)) throw this.#incomplete(`the code of ${name} has holes`)
    return { abi: artifact.abi, bytecode: code as Hex }
  }

  /** Hash of everything a deployment depends on. */
  get fingerprint(): string {
    const hash = createHash('sha256')
    for (const { name, abi, bytecode } of this.deployable)
      hash.update(JSON.stringify([name, abi, bytecode]))
    return hash.digest('hex')
  }

  /** Of two of one name, real code is better than none, and the protocol's own than a test's. */
  #isBetter(artifact: Artifact): boolean {
    const other = this.#byName.get(artifact.name)
    return other === undefined || rank(artifact) > rank(other)
  }

  #incomplete(reason: string): SimError {
    return new SimError('PROTOCOL_HALF_BUILT', { folder: this.folder, reason })
  }
}

const isDeployable = ({ bytecode }: Artifact) => bytecode.length > 2
const isTest = ({ source }: Artifact) => /(^|\/)(test|tests|testing|mocks?)\//i.test(source)
const rank = (artifact: Artifact) => Number(isDeployable(artifact)) * 2 + Number(!isTest(artifact))

function fill(code: string, start: number, address: Hex): string {
  const at = 2 + start * 2
  return `${code.slice(0, at)}${address.slice(2).toLowerCase()}${code.slice(at + 40)}`
}
