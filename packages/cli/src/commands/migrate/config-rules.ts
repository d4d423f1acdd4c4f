import { type ChainConfig, refusedKeys } from '@iexec-sim/client'
import { type Finding, lineAt } from './finding.ts'

type Json = Record<string, unknown>

const CHECKS: ReadonlyMap<string, (json: Json) => Change[]> = new Map([
  ['iexec.json', iexecJson],
  ['chain.json', chainJson],
  ['package.json', packageJson],
])

/** What is otherwise in a project's `iexec.json`, `chain.json` or `package.json`. */
export function checkConfig(file: string, text: string): Finding[] {
  const check = CHECKS.get(file.split('/').at(-1)!)
  const json = check && parse(text)
  if (!json) return []
  return check(json).map(([found, change]) => ({
    file,
    line: lineAt(text, placeOf(found, text)),
    found,
    change,
  }))
}

/** Where a key stands in a text: after those above it. */
function placeOf(path: string, text: string): number {
  let place = 0
  for (const key of path.split('.')) place = Math.max(place, text.indexOf(`"${key}"`, place))
  return place
}

/** The key that was found, with those above it, and what to do. */
type Change = [found: string, change: string]

const isObject = (value: unknown): value is Json =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

function parse(text: string): Json | undefined {
  try {
    const json: unknown = JSON.parse(text)
    return isObject(json) ? json : undefined
  } catch {
    return undefined
  }
}

function iexecJson({ app, order }: Json): Change[] {
  const changes: Change[] = []
  if (isObject(app)) {
    if (app.mrenclave)
      changes.push(['app.mrenclave', 'remove it: an app of tdx is known by its checksum alone'])
    if (/scone|gramine/i.test(String(app.multiaddr ?? '')))
      changes.push(['app.multiaddr', 'name the image of the app itself, as docker push has it'])
    if (app.mrenclave && app.checksum)
      changes.push([
        'app.checksum',
        'write the digest of that image: docker inspect --format "{{index .RepoDigests 0}}" IMAGE',
      ])
  }
  for (const [name, one] of isObject(order) ? Object.entries(order) : []) {
    if (!isObject(one)) continue
    if (isOldTag(one.tag)) changes.push([`order.${name}.tag`, 'write ["tee", "tdx"]'])
    if (String(one.workerpool ?? '').endsWith('.eth'))
      changes.push([`order.${name}.workerpool`, 'use the address: Arbitrum has no ENS'])
  }
  return changes
}

/** A tag of scone or gramine: as words, or as the 32 bytes with their bits. */
function isOldTag(tag: unknown): boolean {
  const words = Array.isArray(tag) ? tag : String(tag ?? '').split(',')
  return (
    words.some((word) => word === 'scone' || word === 'gramine') ||
    /^0x0{63}[357]$/.test(String(tag))
  )
}

function chainJson(config: Json): Change[] {
  const changes: Change[] = []
  if (config.default === 'bellecour')
    changes.push([
      'default',
      'write "arbitrum-mainnet", or "arbitrum-sepolia-testnet" for tests: bellecour has gone',
    ])
  if (!isObject(config.chains)) return changes
  for (const key of refusedKeys(config as unknown as ChainConfig, 9))
    changes.push([key, 'remove it: client 9 refuses a file that has it'])
  return changes
}

function packageJson({ dependencies, devDependencies }: Json): Change[] {
  const all = { ...(dependencies as Json), ...(devDependencies as Json) }
  const changes: Change[] = []
  const client = String(all.iexec ?? '')
  if (Number(/^\D{0,2}(\d+)/.exec(client)?.[1] ?? 9) < 9)
    changes.push(['iexec', `take version 9: ${client} still takes scone, gramine and bellecour`])
  const protector = String(all['@iexec/dataprotector'] ?? '')
  if (/^\D{0,2}(?:[01]\.|2\.0\.0-beta\.(?:\d|1\d|2[0-3])$)/.test(protector))
    changes.push([
      '@iexec/dataprotector',
      `take 2.0.0-beta.24 or later: ${protector} knows bellecour`,
    ])
  return changes
}
