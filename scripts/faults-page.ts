// Writes docs/faults.md from the fault table. With --check it writes nothing and fails when the
// page is not current.
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { markdownTable } from '../packages/base/src/markdown-table.ts'
import { serviceRoutes } from '../packages/faults/src/book/service-routes.ts'
import { FAULT_TABLE, type FaultRow, NEVER_TABLE, TROUBLES } from '../packages/faults/src/index.ts'
import { FAULT_SCHEMAS } from '../packages/faults/src/table/fault-schema.ts'
import { profiles } from '../packages/protocol/src/index.ts'
import { keyTable } from './lib/key-table.ts'
import { writtenPage } from './lib/written-page.ts'

const PROSE = readFileSync(join(import.meta.dirname, 'lib/faults-page.md'), 'utf8')
const isTrouble = ({ cause }: FaultRow) => (TROUBLES as readonly string[]).includes(cause)

const NEEDS: Record<FaultRow['needs'][number], string> = {
  tee: 'TEE',
  enclave: 'scone or gramine',
  standard: 'standard',
  dataset: 'dataset',
  'input-files': 'input files',
}

const text = PROSE.replace('{{troubles}}', troubles())
  .replace('{{causes}}', causes())
  .replace('{{never}}', never())
  .replace('{{routes}}', routes())
  .replace('{{keys}}', keys())

writtenPage('docs/faults.md', text, 'faults-page.ts')

function keys(): string {
  return Object.entries(FAULT_SCHEMAS)
    .map(([kind, schema]) => `\`"on": "${kind}"\`\n\n${keyTable(schema, { marksRequired: true })}`)
    .join('\n\n')
}

function troubles(): string {
  const rows = FAULT_TABLE.filter(isTrouble).map((row) => [
    command(row, FAULT_TABLE.filter(({ cause }) => cause === row.cause).length > 1),
    row.needs.map((need) => NEEDS[need]).join(', ') || 'any',
    row.by,
    `\`${row.shows}\``,
  ])
  return markdownTable(['command', 'task', 'what happens', 'cause'], rows)
}

function causes(): string {
  const rows = FAULT_TABLE.filter((row) => !isTrouble(row)).map((row) => [
    command(row, false),
    row.stages.join(', '),
    [
      ...row.needs.map((need) => NEEDS[need]),
      ...(row.generation ? [`${row.generation} alone`] : []),
    ].join(', ') || 'any',
    `${row.how === 'made' ? '' : '_raised:_ '}${row.by}`,
  ])
  return markdownTable(['command', 'stages', 'task', 'what is made to be so'], rows)
}

function never(): string {
  const rows = NEVER_TABLE.map(({ cause, why }) => [`\`${cause}\``, why])
  return markdownTable(['cause', 'why'], rows)
}

function routes(): string {
  const services = [
    ...new Set(Object.values(profiles).flatMap(({ ports }) => Object.keys(ports))),
  ].filter((name) => name !== 'control')
  const rows = services.map((service) => {
    const all = new Set(
      (['v8', 'v9'] as const).flatMap((generation) => serviceRoutes(service, generation)),
    )
    return [`\`${service}\``, [...all].map((route) => `\`${route}\``).join(', ')]
  })
  return markdownTable(['service', 'routes'], rows)
}

/** The command that makes a row occur, with its stage if another would be assumed. */
function command({ cause, stages }: FaultRow, needsStage: boolean): string {
  return `\`fault add worker --cause ${cause}${needsStage ? ` --stage ${stages[0]}` : ''}\``
}
