import type { JsonFragment } from 'ethers'

/** A hole in creation code where a library's address goes: whose, and at which bytes. */
interface LibraryLink {
  readonly library: string
  readonly starts: readonly number[]
}

/** A compiled contract as a compiler left it. */
export interface Artifact {
  readonly name: string
  /** Path of its source, as far as the artifact tells. */
  readonly source: string
  readonly abi: readonly JsonFragment[]
  /** Creation code, `0x` where the contract is abstract; not hex at {@link links}. */
  readonly bytecode: string
  readonly links: readonly LibraryLink[]
  /** Bytes of code it will have, as far as the artifact tells. */
  readonly size: number
}

interface RawCode {
  object?: string
  linkReferences?: RawLinks
}
type RawLinks = Record<string, Record<string, { start: number }[]>>

/** Fields of an artifact file; Hardhat has code as text, Foundry as objects. */
export interface RawArtifact {
  _format?: string
  contractName?: string
  sourceName?: string
  schemaVersion?: string
  abi?: JsonFragment[]
  bytecode?: string | RawCode
  deployedBytecode?: string | RawCode
  linkReferences?: RawLinks
  metadata?: { settings?: { compilationTarget?: Record<string, string> } }
  ast?: { absolutePath?: string }
}

/** Tool that made an artifact. */
export type Layout = 'Hardhat' | 'Foundry' | 'Truffle' | 'unknown'

/** Tells from what is in a file who made it. */
export function layoutOf(raw: RawArtifact): Layout {
  if (!raw || !Array.isArray(raw.abi) || raw.bytecode === undefined) return 'unknown'
  if (typeof raw.bytecode === 'object') return 'Foundry'
  if (raw._format?.includes('artifact')) return 'Hardhat'
  return raw.schemaVersion === undefined ? 'unknown' : 'Truffle'
}

/** Reads what {@link layoutOf} knows; `file` gives a name where the artifact has none. */
export function toArtifact(raw: RawArtifact, file: string): Artifact {
  const code = (part: string | RawCode | undefined) =>
    (typeof part === 'object' ? part.object : part) ?? '0x'
  const links = typeof raw.bytecode === 'object' ? raw.bytecode.linkReferences : raw.linkReferences
  return {
    name: raw.contractName ?? file.replace(/^.*\//, '').replace(/(\.[\d.]+)?\.json$/, ''),
    source:
      raw.sourceName ??
      Object.keys(raw.metadata?.settings?.compilationTarget ?? {})[0] ??
      raw.ast?.absolutePath ??
      file,
    abi: raw.abi ?? [],
    bytecode: hex(code(raw.bytecode)),
    links: Object.values(links ?? {}).flatMap((libraries) =>
      Object.entries(libraries).map(([library, places]) => ({
        library,
        starts: places.map(({ start }) => start),
      })),
    ),
    size: (hex(code(raw.deployedBytecode)).length - 2) / 2,
  }
}

const hex = (text: string) => (text.startsWith('0x') ? text : `0x${text}`)
