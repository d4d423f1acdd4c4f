import { globSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { type Genesis, loadGenesis } from '@iexec-sim/contracts'
import { compiledContracts, plans } from '@iexec-sim/contracts/sources'
import type { Mode } from '@iexec-sim/lab'
import { Builder } from '../../../contracts/src/bake/builder.ts'
import { deploy } from '../../../contracts/src/bake/deploy.ts'
import { dump } from '../../../contracts/src/bake/dump.ts'
import { openBakeChain } from '../../../contracts/src/evm/bake-chain.ts'
import { readFolder } from '../../../contracts/src/sources/artifacts/read-folder.ts'
import { makeOf } from '../../../contracts/src/sources/make.ts'
import { compileErrors, compileReached, copyContracts } from './changed-contracts.ts'
import { type GeneratedMutant, switched } from './generated-mutants.ts'

const profileOf = { native: 'bellecour', token: 'arbitrum-sepolia' } as const
/** Switches are accounts from here on; a balance of one turns its mutant on. */
const FIRST_SWITCH = 0x6d75_7461_6e74_1000n

/** The account whose balance switches the mutant of an index on. */
export const switchAt = (index: number): `0x${string}` =>
  `0x${(FIRST_SWITCH + BigInt(index)).toString(16).padStart(40, '0')}`

/** Mutants that compile, in one build, each by its place among them. */
export interface MutantBuild {
  readonly source: { readonly folder: string }
  readonly mutants: readonly GeneratedMutant[]
}

/** Compiles contracts with mutants, each of them off. Those that do not compile are left out. */
export function buildMutants(folder: string, chosen: readonly GeneratedMutant[]): MutantBuild {
  copyContracts(folder)
  let mutants = chosen
  for (;;) {
    const places = writeMutants(folder, mutants)
    const errors = compileErrors(folder)
    if (errors.length === 0) break
    const broken = mutants.filter((_, i) =>
      errors.some(
        ({ file, at }) =>
          file === mutants[i]!.file && at >= places[i]!.start && at < places[i]!.end,
      ),
    )
    if (broken.length === 0) throw new Error(errors[0]!.message)
    mutants = mutants.filter((one) => !broken.includes(one))
  }
  const changed = new Set(mutants.map(({ file }) => file))
  return { source: { folder: compileReached(folder, changed) }, mutants }
}

/** Writes every mutant into a fresh copy; returns where each is, in bytes of its file. */
function writeMutants(
  folder: string,
  mutants: readonly GeneratedMutant[],
): { start: number; end: number }[] {
  const places: { start: number; end: number }[] = []
  copyContracts(folder)
  for (const [file, ones] of Map.groupBy(mutants, ({ file }) => file)) {
    const path = join(folder, 'contracts', file)
    const source = readFileSync(path, 'utf8')
    let [text, read] = ['', 0]
    for (const mutant of ones.toSorted((a, b) => a.at - b.at)) {
      const index = mutants.indexOf(mutant)
      text += source.slice(read, mutant.at)
      const put = switched(mutant, `(address(uint160(${BigInt(switchAt(index))})).balance > 0)`)
      places[index] = { start: Buffer.byteLength(text), end: Buffer.byteLength(text + put) }
      text += put
      read = mutant.at + mutant.statement.length
    }
    writeFileSync(path, text + source.slice(read))
  }
  // A switch reads the state, which a pure function does not. The words are of one length.
  for (const file of globSync('contracts/**/*.sol', { cwd: folder })) {
    const path = join(folder, file)
    writeFileSync(path, readFileSync(path, 'utf8').replace(/ pure\b/g, ' view'))
  }
  return places
}

/**
 * Genesis of a chain on such a build. A baked genesis is refused above the size a contract may
 * have, and switches make contracts larger than that.
 */
export async function bakeMutants(
  { folder }: { readonly folder: string },
  mode: Mode,
): Promise<Genesis> {
  const plan = plans[profileOf[mode]]
  const rpc = await openBakeChain(plan.chainId)
  const builder = new Builder(rpc, plan.owner)
  const contracts = await deploy(
    builder,
    plan,
    makeOf(readFolder(folder), mode),
    compiledContracts(),
  )
  return { ...loadGenesis(plan.profile), accounts: await dump(rpc, contracts, builder) }
}
