// Builds what the package ships: compiles the contracts, deploys them on a chain in this process and writes that chain's
// state as the genesis of each profile. A start of the simulator then compiles and deploys nothing.
//
//   generated/genesis-<profile>.json   accounts with code and storage
//   generated/contracts.json           compiled ABIs and creation code, for tests
//   generated/inputs.sha256            what these were made from; unchanged inputs are not built again
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { fingerprint } from './bake/fingerprint.ts'

const root = fileURLToPath(new URL('..', import.meta.url))
const generated = `${root}generated/`
const stamp = `${generated}inputs.sha256`

const inputs = fingerprint(root)
if (existsSync(stamp) && readFileSync(stamp, 'utf8') === inputs) {
  console.log('Contracts: nothing changed.')
} else {
  const { bake } = await import('./bake/bake.ts')
  const { geneses, contracts } = await bake()
  mkdirSync(generated, { recursive: true })
  for (const genesis of geneses) {
    writeFileSync(`${generated}genesis-${genesis.profile}.json`, `${JSON.stringify(genesis, null, 1)}\n`)
    console.log(`Contracts: baked the genesis of ${genesis.profile}, ${genesis.accounts.length} accounts.`)
  }
  writeFileSync(`${generated}contracts.json`, `${JSON.stringify(contracts)}\n`)
  writeFileSync(stamp, inputs)
}
