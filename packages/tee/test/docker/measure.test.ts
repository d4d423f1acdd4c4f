import { mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Engine } from '@iexec-sim/docker'
import { enclaveConfigViolations } from '@iexec-sim/protocol'
import { beforeAll, describe, expect, it } from 'vitest'
import {
  gramineDriver,
  MeasurementCache,
  sconeDriver,
  type TeeDriver,
  tdxDriver,
} from '../../src/index.ts'
import { imageBuilder, type TestImage, testEngine } from '../support/engine.ts'

const engine = testEngine()
const images = imageBuilder(engine)
const PLAIN: TestImage = {
  files: { 'app.py': 'print(1)\n', 'data.txt': 'data' },
  lines: ['ENTRYPOINT ["python3", "/app/app.py"]'],
}
const cache = new MeasurementCache()
const scone = sconeDriver({ cache })
const gramine = gramineDriver({ cache })

const tdx = tdxDriver({ cache })

describe.each([scone, gramine, tdx].map((driver) => [driver.framework, driver] as const))(
  '%s measures',
  (framework, driver) => {
    let base: string
    let fingerprint: string
    beforeAll(async () => {
      base = (await images.build(PLAIN)).id
      fingerprint = (await driver.measure(engine, base)).fingerprint
    }, 60_000)

    it.skipIf(framework === 'tdx')('the same files with other times as the same', async () => {
      const again = await images.build({ ...PLAIN, mtime: new Date('2020-02-02') })
      expect(again.id).not.toBe(base)
      expect(await driver.measure(engine, again.id)).toEqual({ imageId: again.id, fingerprint })
    })

    it.each<[string, TestImage]>([
      ['one byte', { ...PLAIN, files: { ...PLAIN.files, 'data.txt': 'dat4' } }],
      ['the name of a file', { ...PLAIN, files: { 'app.py': 'print(1)\n', 'data.tx_': 'data' } }],
      ['the entrypoint', { ...PLAIN, lines: ['ENTRYPOINT ["python3", "-O", "/app/app.py"]'] }],
      ['the arguments', { ...PLAIN, lines: [...PLAIN.lines!, 'CMD ["--x"]'] }],
      ['a variable', { ...PLAIN, lines: [...PLAIN.lines!, 'ENV A=b'] }],
      ['the user', { ...PLAIN, lines: [...PLAIN.lines!, 'USER 1000'] }],
      ['a label', { ...PLAIN, lines: [...PLAIN.lines!, 'LABEL a=b'] }],
    ])('an image that differs in %s as another', async (_difference, image) => {
      const other = await images.build(image)
      expect((await driver.measure(engine, other.id)).fingerprint).not.toBe(fingerprint)
    })

    it('the variant it prepares as what it says on chain', async () => {
      const to = images.name()
      const prepared = await driver.prepare(engine, base, { to })
      const { image, mrenclave } = prepared
      expect(prepared.checksum).toBe(
        `0x${(await engine.requireImage(image)).id.slice('sha256:'.length)}`,
      )
      if (framework === 'tdx') {
        expect(prepared).toMatchObject({ image: base, checksum: `0x${prepared.fingerprint}` })
        expect(mrenclave).toBeUndefined()
      } else {
        expect(image).toBe(to)
        expect(mrenclave).toMatchObject({ fingerprint: prepared.fingerprint })
        expect(enclaveConfigViolations(mrenclave!)).toEqual([])
      }
      // Read for itself, not taken over from the image it was made of.
      const fresh = { scone: sconeDriver, gramine: gramineDriver, tdx: tdxDriver }[framework]()
      expect((await fresh.measure(engine, image)).fingerprint).toBe(prepared.fingerprint)
    })

    it('the variant it prepares twice as one', async () => {
      const [first, second] = [
        await driver.prepare(engine, base, { to: images.name() }),
        await driver.prepare(engine, base, { to: images.name() }),
      ]
      expect(second.fingerprint).toBe(first.fingerprint)
      expect(second.checksum).toBe(first.checksum)
    })

    it('an image that is not there not at all', async () => {
      await expect(driver.measure(engine, 'iexec-sim-test/absent')).rejects.toMatchObject({
        code: 'IMAGE_NOT_FOUND',
      })
    })
  },
)

describe('a scone variant', () => {
  it('with another heap is another', async () => {
    const base = (await images.build(PLAIN)).id
    const small = await scone.prepare(engine, base, { to: images.name(), heapSize: 1024 ** 2 })
    const usual = await scone.prepare(engine, base, { to: images.name() })
    expect(small.fingerprint).not.toBe(usual.fingerprint)
    expect(usual.mrenclave).toEqual({
      framework: 'SCONE',
      version: 'v5',
      entrypoint: 'python3 /app/app.py',
      heapSize: 1024 ** 3,
      fingerprint: usual.fingerprint,
    })
    expect((await scone.measure(engine, small.image)).heapSize).toBe(1024 ** 2)
  })

  it('differs from the gramine variant of the same image', async () => {
    const base = (await images.build(PLAIN)).id
    const [one, other] = [
      await scone.prepare(engine, base, { to: images.name() }),
      await gramine.prepare(engine, base, { to: images.name() }),
    ]
    expect(one.checksum).not.toBe(other.checksum)
    expect(await fingerprints(scone, engine, [one.image, other.image])).not.toContain(
      other.fingerprint,
    )
    expect(other.mrenclave).toEqual({
      framework: 'GRAMINE',
      version: 'v0',
      fingerprint: other.fingerprint,
    })
  })

  it('of an image without a start is refused', async () => {
    const base = (await images.build({ ...PLAIN, lines: ['ENTRYPOINT []', 'CMD []'] })).id
    await expect(scone.prepare(engine, base, { to: images.name() })).rejects.toMatchObject({
      code: 'IMAGE_HAS_NO_START',
    })
  })
})

describe('a measurement', () => {
  it('is stored in a private folder and not computed again', async () => {
    const dir = mkdtempSync(join(tmpdir(), 'tee-measured-'))
    const { id } = await images.build(PLAIN)
    const first = await sconeDriver({ cache: new MeasurementCache(join(dir, 'm')) }).measure(
      engine,
      id,
    )
    expect(statSync(join(dir, 'm', readdirSync(join(dir, 'm'))[0]!)).mode & 0o777).toBe(0o600)
    const unread = { requireImage: engine.requireImage.bind(engine) } as Engine // has no way to read an image
    expect(
      await sconeDriver({ cache: new MeasurementCache(join(dir, 'm')) }).measure(unread, id),
    ).toEqual(first)
    rmSync(dir, { recursive: true })
  })
})

describe('an image under tdx', () => {
  const [pushed, other] = ['b'.repeat(64), 'c'.repeat(64)]
  /** The engine, which knows the image by the digest of a manifest too, as after a push. */
  const pushedTo = (digests: string[]) =>
    ({
      requireImage: async (name: string) => ({ ...(await engine.requireImage(name)), digests }),
    }) as Engine

  it('has the fingerprint that is stated, if it is its id or the digest of a manifest', async () => {
    const { id } = await images.build(PLAIN)
    const own = id.slice('sha256:'.length)
    const known = pushedTo([`sha256:${pushed}`])
    const measured = async (stated?: string) => (await tdx.measure(known, id, stated)).fingerprint
    expect(await measured(pushed)).toBe(pushed)
    for (const stated of [undefined, own, other]) expect(await measured(stated)).toBe(own)
  })
})

function fingerprints(driver: TeeDriver, on: Engine, names: string[]): Promise<string[]> {
  return Promise.all(names.map(async (name) => (await driver.measure(on, name)).fingerprint))
}
