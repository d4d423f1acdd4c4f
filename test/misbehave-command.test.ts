import { existsSync } from 'node:fs'
import { findNetwork } from '@iexec-sim/client'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { CliNetwork, cli } from './support/cli.ts'
import { SCENARIO_IMAGE } from './support/images.ts'

describe('iexec-sim misbehave', () => {
  const network = new CliNetwork()
  beforeAll(() =>
    network.up('--misbehave', 'worker-2=reveals-late', '--misbehave', 'scheduler=never-finalizes'),
  )
  afterAll(() => network[Symbol.asyncDispose]())
  const TASK = `0x${'12'.repeat(32)}`

  it('misbehaviours are listed, added and cleared', async () => {
    const every = [
      { actor: 'worker-2', does: 'reveals-late' },
      { actor: 'scheduler', does: 'never-finalizes' },
    ]
    expect(await network.json(['status'])).toMatchObject({ misbehaviours: every })
    expect((await network.cli(['status'])).stdout).toContain(
      'scheduler=never-finalizes  every task',
    )
    const one = { actor: 'worker-1', does: 'wrong-digest', task: TASK }
    expect(
      await network.json(['misbehave', 'add', 'worker-1=wrong-digest', '--task', TASK]),
    ).toEqual({
      actors: ['worker-1', 'worker-2', 'scheduler'],
      entries: [...every, one],
    })
    expect(await network.json(['misbehave', 'clear', '--task', TASK])).toMatchObject({
      entries: every,
    })
    expect((await network.cli(['misbehave', 'clear'])).stdout).toBe('All actors are honest.\n')
  })

  describe('where all are honest', () => {
    beforeAll(() => network.json(['misbehave', 'clear']))

    it('a run has misbehaviours of its own while it lasts', async () => {
      const run = await network.json<{
        taskId: string
        status: string
        result: { storage: string }
      }>([
        'run',
        SCENARIO_IMAGE,
        '--args',
        'ok',
        '--misbehave',
        'scheduler=authorizes-unknown-worker',
      ])
      expect(run).toMatchObject({ status: 'COMPLETED', result: { storage: 'none' } })
      expect((await network.cli(['task', 'explain', run.taskId])).stdout).toContain('is a stranger')
      expect(await network.json(['misbehave', 'list'])).toMatchObject({ entries: [] })
      expect(await network.json(['run', SCENARIO_IMAGE, '--args', 'ok'])).toMatchObject({
        status: 'COMPLETED',
        resultText: 'hello',
      })
    })

    it.each([
      ['worker-3=wrong-digest', 'Unknown actor "worker-3": the pool has worker-1 to worker-2'],
      ['boss=wrong-digest', 'Unknown actor "boss"'],
      ['worker-1=wrong-digets', 'did you mean "wrong-digest"?'],
      ['scheduler=never-finalises', 'did you mean "never-finalizes"?'],
      ['worker-1=steals-the-kitty', 'Unknown misbehaviour "steals-the-kitty" of worker-1'],
      ['worker-1', 'Invalid misbehaviour "worker-1": an actor and a misbehaviour are required.'],
      ['a=b=c', 'Invalid misbehaviour "a=b=c": an actor and a misbehaviour are required.'],
    ])('%s does not start a network', async (text, sentence) => {
      const folder = `${network.dir}-refused`
      const { code, stderr } = await cli([
        'up',
        '--any-port',
        '--state',
        folder,
        '--misbehave',
        text,
      ])
      expect([code, stderr]).toEqual([2, expect.stringContaining(sentence)])
      expect(existsSync(folder)).toBe(false)
    })

    it.each([
      ['worker-3=wrong-digest', 'Unknown actor "worker-3": the pool has worker-1 to worker-2'],
      ['worker-1=wrong-digets', 'did you mean "wrong-digest"?'],
      ['a=b=c', 'Invalid misbehaviour "a=b=c": an actor and a misbehaviour are required.'],
    ])('%s is not added, nor run', async (text, sentence) => {
      const before = await network.json<{ block: number }>(['status'])
      for (const args of [
        ['misbehave', 'add', 'worker-1=never-reveals', text],
        ['run', SCENARIO_IMAGE, '--misbehave', text],
      ]) {
        const { code, stderr } = await network.cli(args)
        expect([code, stderr]).toEqual([2, expect.stringContaining(sentence)])
      }
      expect(await network.json(['status'])).toMatchObject({
        block: before.block,
        misbehaviours: [],
      })
    })

    it.each([
      [['--task', '0x12'], '32 bytes of hex are required'],
      [['--deal', 'mine'], '32 bytes of hex are required'],
      [['--task', TASK, '--deal', TASK], '--task already names the task'],
    ])('%j is refused as a task or deal', async (scope, sentence) => {
      const { code, stderr } = await network.cli([
        'misbehave',
        'add',
        'worker-1=never-reveals',
        ...scope,
      ])
      expect([code, stderr]).toEqual([2, expect.stringContaining(sentence)])
      expect(await network.json(['misbehave', 'list'])).toMatchObject({ entries: [] })
    })

    it.each([
      [{ actor: 'worker-9', does: 'wrong-digest' }, 'Unknown actor \\"worker-9\\"'],
      [{ actor: 'worker-1', does: 'never-finalizes' }, 'of worker-1'],
      [{ actor: 'worker-1', does: 'wrong-digest', task: '0x12' }, 'pattern'],
      [{ actor: 'worker-1' }, 'does'],
    ])('the control door refuses %j', async (body, sentence) => {
      const { controlToken } = findNetwork(network.dir)
      const headers = {
        authorization: `Bearer ${controlToken}`,
        'content-type': 'application/json',
      }
      const url = `${network.sheet.control}/misbehaviours`
      const answer = await fetch(url, { method: 'POST', headers, body: JSON.stringify(body) })
      expect([answer.status, await answer.text()]).toEqual([400, expect.stringContaining(sentence)])
      expect(await network.json(['misbehave', 'list'])).toMatchObject({ entries: [] })
    })

    it('is closed without the control token', async () => {
      const answer = await fetch(`${network.sheet.control}/misbehaviours`, { method: 'DELETE' })
      expect(answer.status).toBe(401)
    })
  })
})
