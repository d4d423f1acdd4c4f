import { globSync, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

/** Analysis of a contract by the compiler, without code. */
export interface Analysed {
  readonly file: string
  readonly name: string
  readonly abi: readonly unknown[]
  /** Notices by signature. */
  readonly userdoc: Readonly<Record<'methods' | 'events' | 'errors', Record<string, unknown>>>
  readonly storageLayout: { readonly storage: readonly unknown[] }
}

const root = fileURLToPath(new URL('../../', import.meta.url))
const require = createRequire(import.meta.url)

/** Paths of this package's sources. */
export const sourceFiles = (): string[] =>
  globSync('contracts/**/*.sol', { cwd: root }).map((file) => join(root, file))

/** Analyses all contracts of this package, and what they import. */
export function analyse(): Analysed[] {
  const { compile } = require('solc') as {
    compile(input: string, callbacks: { import: typeof read }): string
  }
  const sources = Object.fromEntries(
    sourceFiles().map((file) => [file.slice(root.length), { content: text(file) }]),
  )
  const outputSelection = { '*': { '*': ['abi', 'userdoc', 'storageLayout'] } }
  const input = { language: 'Solidity', sources, settings: { outputSelection } }
  const { contracts } = JSON.parse(compile(JSON.stringify(input), { import: read })) as Output
  return Object.entries(contracts).flatMap(([file, inFile]) =>
    Object.entries(inFile).map(([name, { userdoc, ...one }]) => ({
      file,
      name,
      ...one,
      userdoc: { methods: {}, events: {}, errors: {}, ...userdoc },
    })),
  )
}

interface Output {
  contracts: Record<
    string,
    Record<string, Omit<Analysed, 'file' | 'name' | 'userdoc'> & { userdoc: object }>
  >
}

const text = (file: string) => readFileSync(file, 'utf8')
const read = (path: string) => ({ contents: text(join(root, 'node_modules', path)) })
