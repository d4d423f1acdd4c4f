// Writes docs/configuration.md from the profiles. With --check it writes nothing and fails when the
// page is not current.
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { markdownTable } from '../packages/base/src/markdown-table.ts'
import { type Profile, profiles } from '../packages/protocol/src/index.ts'
import { writtenPage } from './lib/written-page.ts'

const prose = readFileSync(join(import.meta.dirname, 'lib/configuration-page.md'), 'utf8')
const all = Object.values(profiles) as Profile[]
const head = ['', ...all.map(({ name }) => `\`${name}\``)]
const text = prose
  .replace('{{profiles}}', markdownTable(head, facts()))
  .replace('{{ports}}', markdownTable(head, ports()))
writtenPage('docs/configuration.md', text, 'configuration-page.ts')

function facts(): string[][] {
  return Object.entries<(profile: Profile) => string>({
    'chain id': ({ chainId }) => String(chainId),
    hub: ({ hub }) => `\`${hub}\``,
    RLC: ({ escrow }) => (escrow.mode === 'native' ? "the chain's coin" : `\`${escrow.rlc}\``),
    'gas price': ({ gasPrice }) => `${gasPrice} wei`,
    'gas of a block': ({ blockGasLimit }) => blockGasLimit.toLocaleString('en'),
    'TEE frameworks': ({ teeFrameworks }) => teeFrameworks.join(', '),
    'official client': ({ clientMajors }) => clientMajors.join(', '),
    'its name there': ({ clientChain }) => `\`${clientChain}\``,
    workerpool: ({ workerpoolName }) => `\`${workerpoolName}\``,
  }).map(([name, of]) => [name, ...all.map(of)])
}

function ports(): string[][] {
  const names = [...new Set(all.flatMap((profile) => Object.keys(profile.ports)))]
  return names.map((name) => [
    `\`${name}\``,
    ...all.map((profile) => String((profile.ports as Record<string, number>)[name] ?? '–')),
  ])
}
