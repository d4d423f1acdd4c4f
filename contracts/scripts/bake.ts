// Builds what the package ships: compiles the contracts, deploys them and the published ones on a
// chain in this process and writes that chain's state as the genesis of each profile. A start of
// the simulator then compiles and deploys nothing.
//
//   generated/contracts.json compiled ABIs and creation code
//   generated/genesis-<profile>.json accounts with code and storage
//   generated/genesis-<profile>-<protocol>.json the same of a published protocol
//   generated/spares.json general parts of published hubs, for folders that lack them
//   generated/inputs.sha256 what these were made from; unchanged inputs are not built again
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import type { GenesisProfile } from '../src/genesis.ts'
import { fingerprint } from './bake/fingerprint.ts'

const root = fileURLToPath(new URL('..', import.meta.url))
const generated = `${root}generated/`
const stamp = `${generated}inputs.sha256`

const inputs = fingerprint(root)
if (existsSync(stamp) && readFileSync(stamp, 'utf8') === inputs) {
  console.log('Contracts: nothing changed.')
} else {
  const { compile } = await import('./bake/compile.ts')
  mkdirSync(generated, { recursive: true })
  writeFileSync(`${generated}contracts.json`, `${JSON.stringify(await compile())}\n`)
  await writeSpares()
  await bakeAll()
  writeFileSync(stamp, inputs)
}

async function writeSpares(): Promise<void> {
  const { extrasOf } = await import('../src/sources/published.ts')
  const { sparesFile } = await import('../src/spares.ts')
  const spares = Object.fromEntries(
    (['poco@5.5.0', 'poco@6.1.0'] as const).map((name) => [name, extrasOf(name)]),
  )
  writeFileSync(sparesFile, `${JSON.stringify(spares)}\n`)
}

async function bakeAll(): Promise<void> {
  const { bakedProtocols, bakeSource, plans } = await import('../src/sources/index.ts')
  const { genesisFile } = await import('../src/genesis.ts')
  for (const protocol of bakedProtocols) {
    for (const profile of Object.keys(plans) as GenesisProfile[]) {
      const genesis = await bakeSource(plans[profile], protocol)
      writeFileSync(genesisFile(profile, protocol), `${JSON.stringify(genesis, null, 1)}\n`)
      console.log(
        `Contracts: baked the genesis of ${profile} with ${protocol}, ${genesis.accounts.length} accounts.`,
      )
    }
  }
}
