import { statSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { CliNetwork } from './support/cli.ts'
import { SCENARIO_IMAGE } from './support/images.ts'
import { sleepingRun } from './support/sleeping-run.ts'

describe('iexec-sim snapshot', () => {
  it('ends a run whose task is gone, with the reason', async () => {
    await using sim = await new CliNetwork().up()
    await sim.json(['snapshot', 'save', 'empty'])
    const run = await sleepingRun(sim.dir)
    await sim.json(['snapshot', 'restore', 'empty'])
    expect(await run.ended).toBe(1)
    expect(run.printed()).toContain('is gone: the network was restored to a moment before it')
  })

  it('is not the reported reason of a task that failed before it was on the chain', async () => {
    await using sim = await new CliNetwork().up()
    await sim.json(['fault', 'add', 'sms-scone', '--status', '500'])
    const run = await sim.cli(['run', SCENARIO_IMAGE, '--tag', 'tee,scone'])
    expect([run.code, run.stdout]).toEqual([1, expect.stringContaining('INITIALIZE_FAILED')])
  })

  it('saves, lists, restores, exports, imports and removes', async () => {
    await using sim = await new CliNetwork().up()
    const file = join(sim.dir, 'away.snapshot')
    expect((await sim.cli(['snapshot', 'save', 'first'])).stdout).toMatch(
      /^Snapshot "first" is saved: block \d+, /,
    )
    await sim.cli(['secret', 'push', 'late', '--tee', 'scone'], { input: 'a value' })
    await sim.cli(['snapshot', 'restore', 'first'])
    expect(await sim.json(['secret', 'check', 'late', '--tee', 'scone'])).toMatchObject({
      isSet: false,
    })
    await sim.cli(['secret', 'push', 'kept', '--tee', 'scone'], { input: 'a value' })
    expect(await sim.json(['snapshot', 'export', file, '--keys'])).toMatchObject({
      file,
      keys: `${file}.keys`,
    })
    expect([file, `${file}.keys`].map((path) => statSync(path).mode & 0o777)).toEqual([
      0o600, 0o600,
    ])
    expect(await sim.json<{ name: string }[]>(['snapshot', 'list'])).toMatchObject([
      { name: 'first' },
    ])
    await using there = await new CliNetwork().up()
    expect((await there.cli(['snapshot', 'import', file])).stderr).toContain(
      'encrypted with the key of another network',
    )
    expect(
      (await there.cli(['snapshot', 'import', file, '--keys', `${file}.keys`, '--name', 'mine']))
        .code,
    ).toBe(0)
    expect(await there.json(['secret', 'check', 'kept', '--tee', 'scone'])).toMatchObject({
      isSet: true,
    })
    await sim.cli(['snapshot', 'remove', 'first'])
    expect(await sim.json(['snapshot', 'list'])).toEqual([])
    for (const [args, said] of [
      [['restore', 'first'], 'Unknown snapshot "first"'],
      [['save', '../x'], 'Invalid snapshot name "../x"'],
      [['export', file], `The file ${file} already exists`],
      [['export', join(file, 'inside')], `Cannot write ${join(file, 'inside')}`],
      [['import', '.'], 'Cannot read .: it is a folder'],
      [['import', join(sim.dir, 'none')], 'Cannot read'],
      [['import', `${file}.keys`], 'Corrupt snapshot'],
    ] as const) {
      const { code, stderr } = await sim.cli(['snapshot', ...args])
      expect([code, stderr]).toEqual([2, expect.stringContaining(said)])
    }
  })
})
