import { markdownTable } from '@iexec-sim/base'
import { type GasComparison, type GasRow, gasPercent } from './gas.ts'
import { type Mode, modes } from './record.ts'

/**
 * Functions that only owners of the hub and of registries call. All others are for clients and
 * services.
 */
const administration: ReadonlySet<string> = new Set([
  'changeRegistries',
  'createCategory',
  'diamondCut',
  'recover',
  'setCallbackGas',
  'setTeeBroker',
  'transferOwnership',
])

/** Whether accounts other than the owner of the hub or of a registry call a function. */
export const isForClients = ({ name }: Pick<GasRow, 'name'>): boolean =>
  !administration.has(name) &&
  !/registry\.(initialize|setBaseURI|transferOwnership|renounceOwnership)$/i.test(name)

/**
 * The gas page in Markdown: the built-in protocol as the candidate, the published one as the
 * baseline.
 */
export function gasPage(comparisons: Readonly<Record<Mode, GasComparison>>): string {
  return `# Gas

What calls cost on the contracts of this project and on poco@6.1.0, in the scenarios of the protocol lab: of a function the mean over
all its calls, of a lifecycle the sum. Compared are calls that succeed and move the same money on both; a deal that is made by an
approval, which 6.1.0 does not know, is not among them. The figures include what a transaction costs in itself. Their accounts,
orders and clock are fixed: the same contracts always cost the same. This page is made by \`node scripts/gas-page.ts\`, and
\`pnpm test:protocol\` fails where it is not current.

One call costs more than on 6.1.0: \`contributeAndFinalize\` with a callback that eats all its gas, which is twice as much since 6.2.
Functions marked with * are for owners of the hub or of a registry alone.
${modes.map((mode) => section(mode, comparisons[mode])).join('')}`
}

const section = (mode: Mode, { functions, lifecycles }: GasComparison) => `
## With a ${mode} escrow

${gasTable('function', functions)}

${gasTable('lifecycle', lifecycles)}
`

/** A table of gas in Markdown. */
export function gasTable(
  what: string,
  rows: readonly GasRow[],
  [baseline, candidate] = ['poco@6.1.0', 'ours'] as readonly [string, string],
): string {
  const lines = rows.map((row) => {
    const name = isForClients(row) ? row.name : `${row.name} *`
    return [name, ...[row.calls, row.candidate, row.baseline].map(String), percent(row)]
  })
  const numbers = ['calls', candidate, baseline, '%']
  return markdownTable([what, ...numbers], lines, numbers)
}

function percent(row: GasRow): string {
  const value = gasPercent(row).toFixed(1)
  return value === '-0.0' ? '0.0' : value
}
