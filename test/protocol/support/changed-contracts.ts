import { cpSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join, posix } from 'node:path'
import { fileURLToPath } from 'node:url'
import { compiledContracts } from '@iexec-sim/contracts/sources'
import config from '../../../contracts/hardhat.config.ts'

/** A change of a rule: a text of one file of the contracts, and what stands there instead. */
export interface Change {
  /** Path within `contracts/contracts`. */
  readonly file: string
  readonly from: string
  readonly to: string
}

const root = fileURLToPath(new URL('../../../contracts/', import.meta.url))
const require = createRequire(`${root}package.json`)

/** Sources of a hub and its registries, and their folder. */
const deployed = {
  Hub: 'hub/Hub.sol',
  NativeHubDesk: 'desk/HubDesk.sol',
  TokenHubDesk: 'desk/HubDesk.sol',
  AppRegistry: 'registries/Registries.sol',
  DatasetRegistry: 'registries/Registries.sol',
  WorkerpoolRegistry: 'registries/Registries.sol',
} as const

/** Copies the contracts into a folder. */
export const copyContracts = (folder: string): void =>
  cpSync(join(root, 'contracts'), join(folder, 'contracts'), { recursive: true })

/**
 * Does what a contributor does, in `folder`: copies the contracts, changes rules, compiles. Only
 * files that a change affects are compiled again, the rest is taken from the build.
 *
 * @returns the folder of artifacts
 * @throws when a text is not there exactly once, or does not compile
 */
export function buildChanged(folder: string, ...changes: readonly Change[]): string {
  copyContracts(folder)
  for (const { file, from, to } of changes) {
    const path = join(folder, 'contracts', file)
    const parts = readFileSync(path, 'utf8').split(from)
    if (parts.length !== 2)
      throw new Error(`${file} has ${JSON.stringify(from)} ${parts.length - 1} times`)
    writeFileSync(path, parts.join(to))
  }
  return compileReached(folder, new Set(changes.map(({ file }) => file)))
}

/**
 * Compiles what the changed files reach; the rest is as the build left it. Returns the folder of
 * artifacts.
 */
export function compileReached(folder: string, changed: ReadonlySet<string>): string {
  for (const [name, source] of Object.entries(deployed)) {
    const sources = closure(folder, `contracts/${source}`)
    const isReached = [...changed].some((file) => `contracts/${file}` in sources)
    const artifact = isReached
      ? compile(sources, `contracts/${source}`, name)
      : compiledContracts()[name as 'Hub']
    mkdirSync(join(folder, 'artifacts'), { recursive: true })
    const written = {
      _format: 'hh3-artifact-1',
      contractName: name,
      sourceName: source,
      ...artifact,
    }
    writeFileSync(join(folder, 'artifacts', `${name}.json`), JSON.stringify(written))
  }
  return join(folder, 'artifacts')
}

type Sources = Record<string, { content: string }>

/** A source and all it imports. */
function closure(folder: string, path: string, sources: Sources = {}): Sources {
  if (path in sources) return sources
  const content = readFileSync(
    path.startsWith('@') ? join(root, 'node_modules', path) : join(folder, path),
    'utf8',
  )
  sources[path] = { content }
  for (const [, imported] of content.matchAll(/^import\s+(?:[^"';]*from\s+)?"([^"]+)"/gm))
    closure(
      folder,
      imported!.startsWith('.') ? posix.join(posix.dirname(path), imported!) : imported!,
      sources,
    )
  return sources
}

interface Output {
  errors?: {
    severity: string
    formattedMessage: string
    sourceLocation?: { file: string; start: number }
  }[]
  contracts: Record<
    string,
    Record<string, { abi: unknown[]; evm: { bytecode: { object: string } } }>
  >
}

/** First compile error of a folder: a file of `contracts/contracts` and a place in it. */
export function compileErrors(folder: string): { file: string; at: number; message: string }[] {
  const sources = Object.assign(
    {},
    ...Object.values(deployed).map((source) => closure(folder, `contracts/${source}`)),
  )
  const outputSelection = { '*': { '*': ['abi'] } } // types are checked, and no code is made
  const { errors = [] } = runCompiler(sources, outputSelection)
  return errors
    .filter(({ severity }) => severity === 'error')
    .map(({ sourceLocation, formattedMessage }) => ({
      file: sourceLocation?.file.replace(/^contracts\//, '') ?? '',
      at: sourceLocation?.start ?? -1,
      message: formattedMessage,
    }))
}

function runCompiler(sources: Sources, outputSelection: object): Output {
  const [{ settings }] = (config.solidity as unknown as { compilers: [{ settings: object }] })
    .compilers
  const input = { language: 'Solidity', sources, settings: { ...settings, outputSelection } }
  const { compile: solc } = require('solc') as { compile(input: string): string }
  return JSON.parse(solc(JSON.stringify(input))) as Output
}

function compile(sources: Sources, source: string, name: string) {
  const { errors = [], contracts } = runCompiler(sources, {
    [source]: { [name]: ['abi', 'evm.bytecode.object'] },
  })
  const error = errors.find(({ severity }) => severity === 'error')
  if (error) throw new Error(error.formattedMessage)
  const { abi, evm } = contracts[source]![name]!
  return { abi, bytecode: `0x${evm.bytecode.object}` }
}
