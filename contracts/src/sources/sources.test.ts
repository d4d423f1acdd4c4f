import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { loadGenesis } from '../index.ts'
import {
  type CompiledName,
  compiledContracts,
  genesisOf,
  parseSource,
  plans,
  releaseOf,
  sourceName,
} from './index.ts'

const published = (version: string) =>
  dirname(createRequire(import.meta.url).resolve(`poco-${version}/package.json`))

let dir: string
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'iexec-sim-sources-'))
})
afterEach(() => rmSync(dir, { recursive: true }))

const write = (path: string, value: unknown) => {
  mkdirSync(dirname(join(dir, path)), { recursive: true })
  writeFileSync(join(dir, path), typeof value === 'string' ? value : JSON.stringify(value))
}
const open = () => genesisOf('bellecour', { folder: dir })
const refusal = (code: string, text: string) => ({ code, message: expect.stringContaining(text) })

/** The contracts of this package as Foundry would have left them. */
function writeFoundry(
  change: (name: string, raw: { abi: { name?: string }[]; size: number }) => void = () => {},
): void {
  const names: CompiledName[] = [
    'Hub',
    'NativeHubDesk',
    'TokenHubDesk',
    'AppRegistry',
    'DatasetRegistry',
    'WorkerpoolRegistry',
  ]
  for (const name of names) {
    const { abi, bytecode } = compiledContracts()[name]
    const raw = { abi: [...(abi as { name?: string }[])], size: 10 }
    change(name, raw)
    const code = { object: bytecode, linkReferences: {} }
    write(`out/${name}.sol/${name}.json`, {
      abi: raw.abi,
      bytecode: code,
      deployedBytecode: { object: `0x${'00'.repeat(raw.size)}` },
    })
  }
}

describe('the name of a source', () => {
  test('parses to the source it was written from', () => {
    for (const name of ['builtin', 'poco@5.5.0', 'poco@6.1.0'])
      expect(sourceName(parseSource(name))).toBe(name)
    expect(parseSource(dir)).toEqual({ folder: dir })
    expect(parseSource('.', dir)).toEqual({ folder: dir })
  })

  test('for a release equals the name of its package', () => {
    expect(releaseOf('builtin')).toBeUndefined()
    expect(releaseOf('poco@6.1.0')).toBe('poco@6.1.0')
    expect(releaseOf({ folder: published('6.1.0') })).toBe('poco@6.1.0')
    expect(releaseOf({ folder: join(published('6.1.0'), 'artifacts/contracts') })).toBe(
      'poco@6.1.0',
    )
    write('package.json', { name: '@iexec/poco', version: '6.2.0' })
    write('artifacts/x.json', {})
    expect(releaseOf({ folder: join(dir, 'artifacts') })).toBe('poco@6.2.0')
    write('package.json', { name: 'a-fork', version: '6.2.0' })
    expect(releaseOf({ folder: dir })).toBeUndefined()
  })

  test.each(['poco@6.2.0', 'Builtin', './no-such-folder', ''])(
    '"%s" is refused unless it is a folder',
    (text) => {
      const parse = () => parseSource(text, join(dir, 'file'))
      expect(parse).toThrow(expect.objectContaining({ code: 'PROTOCOL_UNKNOWN' }))
    },
  )
})

describe('a folder', () => {
  test('in the layout of Hardhat makes the network of its contracts', async () => {
    cpSync(join(published('6.1.0'), 'artifacts'), join(dir, 'artifacts'), { recursive: true })
    for (const profile of Object.keys(plans) as (keyof typeof plans)[])
      expect(await genesisOf(profile, { folder: dir })).toEqual(loadGenesis(profile, 'poco@6.1.0'))
  })

  test('of delegates makes a network behind an ERC-1538 proxy', async () => {
    cpSync(join(published('5.5.0'), 'artifacts'), dir, { recursive: true })
    expect(await open()).toEqual(loadGenesis('bellecour', 'poco@5.5.0'))
  })

  test('in the layout of Foundry makes the network of its contracts', async () => {
    writeFoundry()
    expect(await open()).toEqual(loadGenesis('bellecour'))
  })

  test("of this package's own compiler output is the builtin protocol", async () => {
    const folder = fileURLToPath(new URL('../../artifacts', import.meta.url))
    expect(await genesisOf('arbitrum-sepolia', { folder })).toEqual(loadGenesis('arbitrum-sepolia'))
  })

  test('is baked once, until its contracts change', async () => {
    writeFoundry()
    const cacheDir = join(dir, 'cache')
    const bake = () => genesisOf('bellecour', { folder: dir }, { cacheDir })
    const first = await bake()
    const [file] = readdirSync(cacheDir)
    writeFileSync(join(cacheDir, file!), JSON.stringify({ ...first, profile: 'kept' }))
    expect((await bake()).profile).toBe('kept')
    writeFoundry(
      (name, raw) =>
        name === 'AppRegistry' && raw.abi.push({ type: 'error', name: 'New', inputs: [] } as never),
    )
    expect(await bake()).toEqual(first)
    expect(readdirSync(cacheDir)).toHaveLength(2)
  })
})

describe('a folder is refused', () => {
  test('when it is empty', async () => {
    mkdirSync(join(dir, 'artifacts'))
    await expect(open()).rejects.toMatchObject(refusal('PROTOCOL_FOLDER_EMPTY', dir))
  })

  test('when it holds only internal files of a compiler', async () => {
    write('artifacts/build-info/x.json', {})
    write('artifacts/A.sol/A.dbg.json', {})
    await expect(open()).rejects.toMatchObject({ code: 'PROTOCOL_FOLDER_EMPTY' })
  })

  test('when its layout is that of another tool', async () => {
    write('build/Hub.json', { schemaVersion: '3', contractName: 'Hub', abi: [], bytecode: '0x00' })
    await expect(open()).rejects.toMatchObject(
      refusal('PROTOCOL_FOLDER_LAYOUT', 'artifacts of Truffle'),
    )
    rmSync(join(dir, 'build'), { recursive: true })
    write('combined.json', { contracts: {} })
    await expect(open()).rejects.toMatchObject(
      refusal('PROTOCOL_FOLDER_LAYOUT', '1 JSON files of some other kind'),
    )
  })

  test('when a file was cut short', async () => {
    writeFoundry()
    const file = 'out/AppRegistry.sol/AppRegistry.json'
    write(file, readFileSync(join(dir, file), 'utf8').slice(0, 500))
    await expect(open()).rejects.toMatchObject(
      refusal('PROTOCOL_HALF_BUILT', 'AppRegistry.json is not JSON'),
    )
  })

  test('when a contract is missing or abstract', async () => {
    writeFoundry()
    rmSync(join(dir, 'out/DatasetRegistry.sol'), { recursive: true })
    await expect(open()).rejects.toMatchObject(
      refusal('PROTOCOL_HALF_BUILT', 'there is no DatasetRegistry'),
    )
    write('out/DatasetRegistry.sol/DatasetRegistry.json', { abi: [], bytecode: { object: '0x' } })
    await expect(open()).rejects.toMatchObject(
      refusal('PROTOCOL_HALF_BUILT', 'DatasetRegistry has no code'),
    )
    rmSync(join(dir, 'out/Hub.sol'), { recursive: true })
    await expect(open()).rejects.toMatchObject(
      refusal('PROTOCOL_HALF_BUILT', 'there is no Hub, no Diamond'),
    )
  })

  test('when a library is missing', async () => {
    cpSync(join(published('6.1.0'), 'artifacts/contracts'), dir, { recursive: true })
    rmSync(join(dir, 'libs/IexecLibOrders_v5.sol'), { recursive: true })
    await expect(open()).rejects.toMatchObject(refusal('PROTOCOL_HALF_BUILT', 'IexecLibOrders_v5'))
  })

  test('when a contract is too large', async () => {
    writeFoundry((name, raw) => {
      if (name === 'Hub') raw.size = 24_577
    })
    await expect(open()).rejects.toMatchObject(
      refusal('CONTRACT_TOO_LARGE', `Hub in ${dir} has 24577 bytes`),
    )
  })

  test('when the hub lacks a function the network needs', async () => {
    writeFoundry((_, raw) => {
      raw.abi = raw.abi.filter(({ name }) => name !== 'contribute' && name !== 'teebroker')
    })
    const lacks =
      'lacks contribute(bytes32,bytes32,bytes32,address,bytes,bytes) (needed by worker).'
    await expect(open()).rejects.toMatchObject(refusal('PROTOCOL_LACKS_FUNCTION', lacks))
  })

  test('when a facet is left out', async () => {
    cpSync(join(published('6.1.0'), 'artifacts/contracts'), dir, { recursive: true })
    rmSync(join(dir, 'facets/IexecOrderManagementFacet.sol'), { recursive: true })
    const lacks = 'manageAppOrder(…) (needed by clients)'
    await expect(open()).rejects.toMatchObject(refusal('PROTOCOL_LACKS_FUNCTION', lacks))
  })
})
