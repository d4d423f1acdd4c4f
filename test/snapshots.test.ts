import { createHash } from 'node:crypto'
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { gunzipSync, gzipSync } from 'node:zlib'
import type { Hex } from '@iexec-sim/protocol'
import { GatewayClient } from '@iexec-sim/storage/client'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { type Outcome, ScenarioNetwork, statusesOf } from './support/scenario-network.ts'

const SECRET = 'a rare value: xylophone-7'

let network: ScenarioNetwork
let other: ScenarioNetwork
const dirs: string[] = []
beforeAll(async () => {
  network = await ScenarioNetwork.start()
  other = await ScenarioNetwork.start()
})
afterAll(async () => {
  await network[Symbol.asyncDispose]()
  await other[Symbol.asyncDispose]()
  for (const dir of dirs) rmSync(dir, { recursive: true, force: true })
})
afterEach(async () => {
  for (const { name } of snapshots().list()) await snapshots().remove(name)
  for (const { name } of other.network.snapshots.list()) await other.network.snapshots.remove(name)
})

interface Manifest {
  files: Record<string, string>
  content: string[]
}
/** The engine has a method that fetches a chain from elsewhere. */
const FETCHES = `${JSON.stringify({
  method: 'hardhat_reset',
  params: [{ forking: { jsonRpcUrl: 'http://127.0.0.1:9/' } }],
  timestamp: 1,
})}\n`

/**
 * Changes files of a snapshot and has its manifest say that this is how they were: a journal is
 * added to, a clock is set, others are replaced.
 */
function forge(dir: string, changes: Record<string, string>): void {
  const manifest = JSON.parse(readFileSync(join(dir, 'snapshot.json'), 'utf8')) as Manifest
  for (const [file, content] of Object.entries(changes)) {
    const was = readFileSync(join(dir, file), 'utf8')
    const forged = file.endsWith('.ndjson')
      ? was + content
      : content.startsWith('"')
        ? was.replace(/"aheadMs":[^}]+/, content)
        : content
    writeFileSync(join(dir, file), forged)
    manifest.files[file] = createHash('sha256').update(forged).digest('hex')
  }
  writeFileSync(join(dir, 'snapshot.json'), JSON.stringify(manifest))
}

const snapshots = () => network.network.snapshots
const gateway = () => new GatewayClient(network.network.sheet.gateway)
const rpc = async (method: string, ...params: unknown[]) =>
  network.requester.hub.rpc.request({ method, params })
const push = (on: ScenarioNetwork, name: string) =>
  on.requester.sms('scone').pushRequesterSecret(on.requester.wallet, name, SECRET)
const has = (on: ScenarioNetwork, name: string) =>
  on.requester.sms('scone').hasRequesterSecret(on.requester.address, name)
const locationOf = ({ link }: Outcome): string => (link.storage === 'ipfs' ? link.location : '')
async function bytes(file: Readable): Promise<Buffer> {
  return Buffer.concat(await file.toArray())
}

describe('a snapshot of a network', () => {
  it('saves and restores chain, time, secrets, content, order book and tasks', async () => {
    await push(network, 'before')
    const done = await network.run({ tag: 'tee,scone' })
    const saved = await snapshots().save('all')
    const blockBefore = await rpc('eth_getBlockByNumber', 'latest', false)

    await push(network, 'after')
    const later = await gateway().add(Buffer.from('added after'))
    await network.run({ tag: 'tee,scone' })
    const { now } = await network.network.time({ advanceMs: 86_400_000 })
    await snapshots().restore('all')

    expect(await rpc('eth_getBlockByNumber', 'latest', false)).toEqual(blockBefore)
    expect(
      Number(((await rpc('eth_getBlockByNumber', 'latest', false)) as { number: Hex }).number),
    ).toBe(saved.block)
    expect(Date.parse((await network.network.time({ advanceMs: 0 })).now)).toBeLessThan(
      Date.parse(now) - 80_000_000,
    )
    expect([await has(network, 'before'), await has(network, 'after')]).toEqual([true, false])
    expect(await network.download(locationOf(done))).toEqual(done.files)
    await expect(gateway().bytes(`/ipfs/${later}`, 100)).rejects.toThrow('404')
    const again = await network.run({ tag: 'tee,scone', secrets: { 1: 'before' } })
    expect(again.onchain).toBe('COMPLETED')
  })

  it('restored while a task runs ends it without a trace, and the next task is served', async () => {
    await snapshots().save('quiet')
    const { taskId, dealId } = await network.match({ args: 'sleep' })
    await network.reaches(taskId, 'COMPUTING')
    await snapshots().restore('quiet')
    expect(readdirSync(join(network.dir, 'worker-1'))).toEqual([])
    expect(readdirSync(join(network.dir, 'worker-2'))).toEqual([])
    expect(await network.requester.hub.viewDeal(dealId)).toBeUndefined()
    expect((await network.run({ tag: 'tee,gramine' })).onchain).toBe('COMPLETED')
  })

  it('taken while a task runs has it finished after a restore', async () => {
    const { taskId } = await network.match({ args: 'nap' })
    await network.reaches(taskId, 'COMPUTING')
    await snapshots().save('busy')
    await snapshots().restore('busy')
    const outcome = await network.outcome(taskId)
    expect(outcome.onchain).toBe('COMPLETED')
    expect(
      outcome.task.replicates.flatMap(({ updates }) => updates.map(({ status }) => status)),
    ).toContain('WORKER_LOST')
    expect(statusesOf(outcome).at(-1)).toBe('COMPLETED')
  })

  it('is imported by another network as a file, with its secrets if the keys are given', async () => {
    await push(network, 'travels')
    const done = await network.run({ tag: 'tee,scone' })
    await snapshots().save('away')
    const file = await bytes(snapshots().export('away'))
    expect(gunzipSync(file).includes(SECRET)).toBe(false)
    await expect(
      other.network.snapshots.import('away', Readable.from([file])),
    ).rejects.toMatchObject({
      code: 'SNAPSHOT_LOCKED',
    })
    await expect(
      other.network.snapshots.import('away', Readable.from([file]), other.network.snapshots.keys()),
    ).rejects.toMatchObject({ code: 'SNAPSHOT_LOCKED' })
    expect(other.network.snapshots.list()).toEqual([])

    await other.network.snapshots.import('away', Readable.from([file]), snapshots().keys())
    await other.network.snapshots.restore('away')
    expect(await has(other, 'travels')).toBe(true)
    expect(await other.download(locationOf(done))).toEqual(done.files)
    const there = await other.run({ tag: 'tee,scone', secrets: { 1: 'travels' } })
    expect(there.onchain).toBe('COMPLETED')

    await other.network.snapshots.import('poor', Readable.from([file]), 'lost')
    await other.network.snapshots.restore('poor')
    expect(await has(other, 'travels')).toBe(false)
    expect((await other.run({ tag: 'tee,scone' })).onchain).toBe('COMPLETED')
  })

  it('whose restore is cut off by the end of the process is restored by the next start', async () => {
    const dir = mkdtempSync(join(tmpdir(), 'iexec-sim-e2e-'))
    dirs.push(dir)
    const first = await ScenarioNetwork.start({}, dir)
    await first.network.snapshots.save('whole')
    await push(first, 'later')
    await first.network.close()
    await first.engine.close()
    writeFileSync(join(dir, 'snapshots', '.restoring'), 'whole')
    const second = await ScenarioNetwork.start({}, dir)
    expect(await has(second, 'later')).toBe(false)
    expect(readdirSync(join(dir, 'snapshots'))).toEqual(['whole'])
    await second.network.close()
    await second.engine.close()
    writeFileSync(join(dir, 'snapshots', '.restoring'), 'gone')
    const third = await ScenarioNetwork.start({}, dir)
    expect(readdirSync(join(dir, 'snapshots'))).toEqual(['whole'])
    await third[Symbol.asyncDispose]()
  })

  it.each([
    [
      'of an unknown format',
      (text: string) => text.replace('"format": 1', '"format": 9'),
      'SNAPSHOT_FORMAT',
    ],
    [
      'of another profile',
      (text: string) => text.replace(/"base": "[^"]+"/, '"base": "arbitrum-sepolia-00"'),
      'SNAPSHOT_FOREIGN',
    ],
    ['that lacks its manifest', () => '', 'SNAPSHOT_CORRUPT'],
    [
      'whose file was changed',
      (text: string) => text.replace(/("market\/market.json": ")../, '$100'),
      'SNAPSHOT_CORRUPT',
    ],
  ])('a restore of %s is refused and changes nothing', async (_what, change, code) => {
    await snapshots().save('bad')
    const manifest = join(network.dir, 'snapshots', 'bad', 'snapshot.json')
    const was = readFileSync(manifest, 'utf8')
    writeFileSync(manifest, change(was))
    await push(network, `stays-${code}`)
    const before = await rpc('eth_getBlockByNumber', 'latest', false)
    await expect(snapshots().restore('bad')).rejects.toMatchObject({ code })
    const problem = code === 'SNAPSHOT_FOREIGN' ? {} : { problem: expect.stringMatching(/./) }
    expect(snapshots().list()).toMatchObject([{ name: 'bad', ...problem }])
    writeFileSync(manifest, was)
    expect(await rpc('eth_getBlockByNumber', 'latest', false)).toEqual(before)
    expect(await has(network, `stays-${code}`)).toBe(true)
  })

  it.each([
    ['no archive', Buffer.from('nonsense')],
    ['half an archive', undefined],
    ['an archive of something else', gzipSync(Buffer.alloc(2_048))],
  ])('of %s is refused', async (_what, given) => {
    await snapshots().save('whole')
    const whole = await bytes(snapshots().export('whole'))
    const file = given ?? whole.subarray(0, whole.length / 2)
    await expect(snapshots().import('part', Readable.from([file]))).rejects.toMatchObject({
      code: 'SNAPSHOT_CORRUPT',
    })
    expect(
      snapshots()
        .list()
        .map(({ name }) => name),
    ).toEqual(['whole'])
  })

  it.each<[string, Record<string, string>]>([
    ['a table that is none', { 'market/market.json': '{"x":1}' }],
    ['a list of draws that is none', { 'draws/draws.json': 'nonsense' }],
    ['a journal that asks for more than transactions', { 'chain/journal.ndjson': FETCHES }],
    ['a clock beyond all dates', { 'chain/moment.json': '"frozenAtMs":1e300' }],
  ])('from elsewhere with %s is refused and changes nothing', async (_what, changes) => {
    await snapshots().save('forged')
    const name = Object.keys(changes)[0]!.replace(/\W/g, '-')
    await push(network, name)
    const later = await gateway().add(Buffer.from(`later than ${name}`))
    const before = await rpc('eth_getBlockByNumber', 'latest', false)
    const journal = readFileSync(join(network.dir, 'chain', 'journal.ndjson'), 'utf8')
    forge(join(network.dir, 'snapshots', 'forged'), changes)

    await expect(snapshots().restore('forged')).rejects.toMatchObject({
      code: expect.stringMatching(/^(SNAPSHOT|JOURNAL)_CORRUPT$/),
    })
    expect(await rpc('eth_getBlockByNumber', 'latest', false)).toEqual(before)
    expect(
      readFileSync(join(network.dir, 'chain', 'journal.ndjson'), 'utf8').startsWith(journal),
    ).toBe(true)
    expect(await has(network, name)).toBe(true)
    expect((await gateway().bytes(`/ipfs/${later}`, 100)).toString()).toContain('later than')
    expect(readdirSync(join(network.dir, 'snapshots'))).toEqual(['forged'])
    expect((await network.run({ tag: 'tee,scone' })).onchain).toBe('COMPLETED')
  })

  it('with missing content is refused, at its network and at an import', async () => {
    const cid = await gateway().add(Buffer.from('content to be lost'))
    await snapshots().save('poor')
    const { content } = JSON.parse(
      readFileSync(join(network.dir, 'snapshots', 'poor', 'snapshot.json'), 'utf8'),
    ) as Manifest
    rmSync(join(network.dir, 'snapshots', 'poor', content.at(-1)!))
    const file = await bytes(snapshots().export('poor'))
    for (const refused of [
      snapshots().restore('poor'),
      snapshots().import('poorer', Readable.from([file])),
    ])
      await expect(refused).rejects.toMatchObject({
        code: 'SNAPSHOT_CORRUPT',
        message: expect.stringContaining('missing'),
      })
    expect((await gateway().bytes(`/ipfs/${cid}`, 100)).toString()).toBe('content to be lost')
  })

  it.each([
    [
      'a folder in place of a file',
      (manifest: Manifest) => Object.assign(manifest.files, { chain: '00' }),
    ],
    [
      'words for a terminal',
      (manifest: Manifest) => Object.assign(manifest, { savedAt: '\x1b[2J' }),
    ],
    [
      'a block that is no number',
      (manifest: Manifest) => Object.assign(manifest, { block: '\x1b[2J' }),
    ],
  ])('whose manifest has %s is corrupt', async (_what, change) => {
    await snapshots().save('told')
    const file = join(network.dir, 'snapshots', 'told', 'snapshot.json')
    const was = readFileSync(file, 'utf8')
    const manifest = JSON.parse(was) as Manifest
    change(manifest)
    writeFileSync(file, JSON.stringify(manifest))
    await expect(snapshots().restore('told')).rejects.toMatchObject({ code: 'SNAPSHOT_CORRUPT' })
    writeFileSync(file, was)
  })

  it('needs a new and valid name', async () => {
    await snapshots().save('mine')
    await expect(snapshots().save('mine')).rejects.toMatchObject({ code: 'SNAPSHOT_EXISTS' })
    await snapshots().save('mine', { replace: true })
    for (const name of ['', '..', '../x', 'a/b', '.hidden', 'x'.repeat(65)])
      await expect(snapshots().save(name)).rejects.toMatchObject({ code: 'SNAPSHOT_NAME' })
    await expect(snapshots().restore('mime')).rejects.toThrow('did you mean "mine"?')
  })
})
