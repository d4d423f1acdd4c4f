import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gunzipSync, gzipSync } from 'node:zlib'
import { packFiles } from '@iexec-sim/docker'
import { type Bundle, openBundle } from '@iexec-sim/matrix'
import { afterAll, describe, expect, it } from 'vitest'
import { cli } from './support/cli.ts'
import { SCENARIO_IMAGE } from './support/images.ts'

const SECRET = 'rare-value-of-a-matrix-7'
const dir = mkdtempSync(join(tmpdir(), 'iexec-sim-matrix-'))
const bundles = join(dir, 'bundles')
const file = (name: string) => join(dir, name)
const image = SCENARIO_IMAGE
afterAll(() => rmSync(dir, { recursive: true }))

function write(name: string, document: object): string {
  writeFileSync(file(name), JSON.stringify(document))
  return file(name)
}

/** Makes a bundle of one cell that was never run. */
async function pack(
  name: string,
  {
    cell = { image: 'my-app' },
    task = { statuses: [], replicates: [] },
  }: { cell?: object; task?: object },
): Promise<void> {
  const facts = {
    format: 1,
    name: 'a cell',
    cell: { faults: 'none', ...cell },
    reason: 'why',
    versions: {},
    madeAt: '',
  }
  const files = Object.entries({ 'bundle.json': facts, 'task.json': task })
  const archive = packFiles(
    files.map(([path, content]) => ({ name: `bundle/${path}`, content: JSON.stringify(content) })),
  )
  writeFileSync(file(name), gzipSync(Buffer.concat(await archive.toArray())))
}

const sim = (args: string[], env: Record<string, string> = {}) =>
  cli(args, { env: { MATRIX_SECRET: SECRET, ...env } })

describe('iexec-sim matrix', () => {
  it('runs every cell, marks failed and passed ones and writes its reports', async () => {
    const matrix = write('matrix.json', {
      tee: ['scone', 'gramine'],
      image,
      faults: [
        'none',
        {
          name: 'no storage',
          faults: [{ on: 'http', service: 'result-proxy', does: { status: 500 } }],
          expect: {
            status: 'FAILED',
            cause: 'TEE_SESSION_GENERATION_POST_COMPUTE_GET_STORAGE_TOKENS_FAILED',
          },
        },
      ],
      exclude: [{ tee: 'gramine', faults: 'no storage' }],
      args: 'env',
      secrets: { 1: { name: 'key', env: 'MATRIX_SECRET' } },
      expect: { text: SECRET },
      seed: '7',
    })
    const reports = [
      '--junit',
      file('junit.xml'),
      '--markdown',
      file('page.md'),
      '--bundles',
      bundles,
    ]
    const { code, stdout, stderr } = await sim(['matrix', matrix, ...reports])
    expect(stdout).toContain('3 passed, 0 failed')
    expect(code).toBe(0)
    expect(stderr).toContain('begun   scone / no sdk')
    expect(readFileSync(file('junit.xml'), 'utf8')).toContain('tests="3" failures="0"')
    expect(readFileSync(file('page.md'), 'utf8')).toContain('✓ passed')
  })

  it('keeps a bundle of a cell that failed, without its secrets, that can be read and run again', async () => {
    const matrix = write('failing.json', {
      tee: 'scone',
      image,
      args: 'exit 3',
      secrets: { 1: { name: 'key', value: SECRET } },
      expect: { text: 'hello' },
    })
    const run = await sim(['matrix', matrix, '--bundles', bundles, '--json'])
    expect(run.code).toBe(1)
    const [cell] = (
      JSON.parse(run.stdout) as { cells: { verdict: string; reason: string; bundle: string }[] }
    ).cells
    expect(cell).toMatchObject({
      verdict: 'failed',
      reason: expect.stringContaining('APP_COMPUTE_FAILED'),
    })
    expect(statSync(cell!.bundle).mode & 0o777).toBe(0o600)
    expect(gunzipSync(readFileSync(cell!.bundle)).includes(SECRET)).toBe(false)
    expect(gunzipSync(readFileSync(cell!.bundle)).includes('"task-received"')).toBe(true)

    const show = await sim(['bundle', 'show', cell!.bundle])
    expect(show.stdout).toMatch(
      /APP_COMPUTE_FAILED[\s\S]*Timeline[\s\S]*COMPUTE_FAILED[\s\S]*about to fail/,
    )
    const bundle = JSON.parse(
      (await sim(['bundle', 'show', cell!.bundle, '--json'])).stdout,
    ) as Bundle
    expect(JSON.stringify(bundle.chain)).toContain('OrdersMatched')
    expect(bundle.log).toContain('network ready')

    const without = await sim(['bundle', 'replay', cell!.bundle, '--bundles', bundles])
    expect([without.code, without.stderr]).toEqual([
      2,
      expect.stringContaining('Missing value for secret "key"'),
    ])
    expect(without.stdout).toBe('')
    const replay = await sim([
      'bundle',
      'replay',
      cell!.bundle,
      '--bundles',
      bundles,
      '--secret',
      'key=MATRIX_SECRET',
    ])
    expect([replay.code, replay.stdout]).toEqual([1, expect.stringContaining('APP_COMPUTE_FAILED')])
  })

  it('removes a secret that the app printed', async () => {
    const secrets = { 1: { name: 'key', value: SECRET } }
    const matrix = write('telling.json', {
      tee: 'scone',
      image,
      args: 'env',
      secrets,
      expect: { text: 'hello' },
    })
    const run = await sim(['matrix', matrix, '--bundles', bundles, '--json'])
    const [cell] = (JSON.parse(run.stdout) as { cells: { reason: string; bundle: string }[] }).cells
    expect(cell!.reason).toContain('the result does not contain "hello"')
    expect(gunzipSync(readFileSync(cell!.bundle)).includes(SECRET)).toBe(false)
    expect((await sim(['bundle', 'show', cell!.bundle])).stdout).toMatch(/^seed {5}[0-9a-f]{12}$/m)
  })

  it('requests through the official library of the project', async () => {
    const matrix = write('sdk.json', {
      tee: 'scone',
      sdk: 8,
      image,
      args: 'args told',
      expect: { text: 'told' },
    })
    const own = join(import.meta.dirname)
    const run = await cli(['matrix', matrix, '--bundles', bundles], { cwd: own })
    expect([run.code, run.stdout]).toEqual([0, expect.stringContaining('1 passed')])
    // A package manager's scripts may tell of packages that are not the project's.
    const missing = await cli(['matrix', matrix, '--bundles', bundles], {
      cwd: dir,
      env: { NODE_PATH: '' },
    })
    expect([missing.code, missing.stderr]).toEqual([
      2,
      expect.stringContaining('npm install --save-dev iexec@8'),
    ])
  })

  it.each([
    [{ image: 'a', te: 'scone' }, 'te is not a known key; did you mean "tee"?'],
    [
      { image: 'a', secrets: { 1: { name: 'key', env: 'NOT_SET_ANYWHERE' } } },
      'Missing value for secret "key"',
    ],
    [{ image: 'a', protocol: 'poco@9' }, 'poco@9'],
    [{ image: 'a', exclude: [{ image: 'a' }] }, 'exclude leaves no cell to run'],
    [{ image: 'a', faults: [{ name: 'x', faults: [{ on: 'nothing' }] }] }, 'nothing'],
  ])('refuses %j before anything is started', async (document, said) => {
    const { code, stderr } = await sim([
      'matrix',
      write('bad.json', document),
      '--bundles',
      file('none'),
    ])
    expect([code, stderr]).toEqual([2, expect.stringContaining(said)])
    expect(readdirSync(dir)).not.toContain('none')
  })
})

it.each([
  ['--junit', 'no-folder/junit.xml', 'does not exist'],
  ['--markdown', '.', 'it is a folder'],
  ['--bundles', 'good.json', 'is not a folder'],
  ['--bundles', 'good.json/inside', 'is not a folder'],
])(
  'a report that %s cannot put into %s is refused before anything is started',
  async (option, to, said) => {
    const matrix = write('good.json', { tee: 'scone', image })
    const { code, stderr } = await sim([
      'matrix',
      matrix,
      '--bundles',
      file('none'),
      option,
      file(to),
    ])
    expect([code, stderr]).toEqual([2, expect.stringContaining(said)])
    expect(readdirSync(dir)).not.toContain('none')
  },
)

describe('a bundle', () => {
  it('does not read variables of this machine', async () => {
    const cell = {
      tee: 'scone',
      sdk: 'none',
      image,
      protocol: 'builtin',
      faults: { name: 'none', faults: [] },
      seed: 's',
    }
    const secrets = { 1: { name: 'key', env: 'MATRIX_SECRET' } }
    await pack('curious.bundle', { cell: { ...cell, secrets } })
    const { code, stderr } = await sim(['bundle', 'replay', file('curious.bundle')])
    expect([code, stderr]).toEqual([2, expect.stringContaining('--secret key=MATRIX_SECRET')])
  })

  it('prints no terminal control sequences', async () => {
    await pack('loud.bundle', {
      task: {
        statuses: [],
        replicates: [{ workerWallet: '0x1', updates: [], logs: { stdout: 'a\x1b]0;b' } }],
      },
    })
    const { code, stdout } = await sim(['bundle', 'show', file('loud.bundle')])
    expect([code, stdout]).toEqual([0, expect.stringContaining('a]0;b')])
    expect(stdout).not.toContain('\x1b')
  })

  it.each([
    ['a malformed task', { task: {} }, 'its task.json is not of a task'],
    [
      'a malformed replicate',
      { task: { statuses: [], replicates: [{}] } },
      'its task.json is not of a task',
    ],
    ['a malformed cell', { cell: { image: 7 } }, 'image[0] is not text'],
  ])('with %s is refused', async (_what, content, said) => {
    await pack('damaged.bundle', content)
    const { code, stderr } = await sim(['bundle', 'show', file('damaged.bundle')])
    expect([code, stderr]).toEqual([2, expect.stringContaining(said)])
  })

  it('whose cell could not be run is refused', async () => {
    await pack('no-cell.bundle', { cell: { tee: 'scone' } })
    const { code, stderr } = await sim(['bundle', 'replay', file('no-cell.bundle')])
    expect([code, stderr]).toEqual([2, expect.stringContaining('image is missing')])
  })

  it.each([
    ['nonsense', Buffer.from('nonsense'), 'Cannot read'],
    ['an archive of something else', gzipSync(Buffer.alloc(1024)), 'it has no bundle.json'],
  ])('that is %s is refused', async (_what, content, said) => {
    writeFileSync(file('x.bundle'), content)
    const { code, stderr } = await sim(['bundle', 'show', file('x.bundle')])
    expect([code, stderr]).toEqual([2, expect.stringContaining(said)])
    await expect(openBundle(file('absent.bundle'))).rejects.toMatchObject({
      code: 'BUNDLE_CORRUPT',
    })
  })
})
