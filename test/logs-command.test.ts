import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { CliNetwork, startCli } from './support/cli.ts'
import { SCENARIO_IMAGE } from './support/images.ts'

describe('iexec-sim logs', () => {
  const network = new CliNetwork()
  beforeAll(() => network.up())
  afterAll(() => network[Symbol.asyncDispose]())

  it('follows what one service logs about tasks, and ends with Ctrl-C', async () => {
    const following = startCli(['logs', 'workerpool', '--follow', '--json', '--state', network.dir])
    const lines = following.iterable()
    const { taskId } = await network.json<{ taskId: string }>(['run', SCENARIO_IMAGE])
    for await (const line of lines) {
      const { service, facts } = JSON.parse(line)
      expect(service).toBe('workerpool')
      if (facts.taskId === taskId && facts.status === 'COMPLETED') following.kill('SIGINT')
    }
    expect((await following).exitCode).toBe(0)
  })

  it('shows the lines about a task, of a kind of services, and of a level', async () => {
    const { taskId } = await network.json<{ taskId: string }>(['run', SCENARIO_IMAGE])
    const about = await network.cli(['logs', '--task', taskId])
    expect(about.stdout).toMatch(/INFO +workerpool +task {2}taskId=0x\w+ {2}status=COMPLETED$/m)
    expect(
      about.stdout
        .split('\n')
        .filter(Boolean)
        .every((line) => line.includes(taskId)),
    ).toBe(true)
    const sms = await network.cli(['logs', 'sms', '--tail', '1000'])
    expect(sms.stdout).toContain(' sms-scone ')
    expect(sms.stdout).not.toContain(' workerpool ')
    expect((await network.cli(['logs', '--level', 'error'])).stdout).toBe('')
    expect((await network.cli(['logs', '--tail', '2'])).stdout.split('\n')).toHaveLength(3)
    expect((await network.cli(['logs', '--since', '1ms'])).stdout).toBe('')
  })

  it('refuses a service that does not exist, and names those that do', async () => {
    const { code, stderr } = await network.cli(['logs', 'smss'])
    expect(code).toBe(2)
    expect(stderr).toMatch(/Invalid service "smss": it must be one of chain, .*sms-scone/)
  })
})
