import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { text } from 'node:stream/consumers'
import { pipeline } from 'node:stream/promises'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { hasGeneralTests, isAsked } from './support/asked-frameworks.ts'
import { CliNetwork, cli, startCli } from './support/cli.ts'
import { SCENARIO_IMAGE } from './support/images.ts'

const frameworks = ['scone', 'gramine'].filter(isAsked)
const images = {
  js: 'iexec-sim/requester-secrets-js',
  python: 'iexec-sim/requester-secrets-python',
}

interface RunJson {
  dealId: string
  taskId: string
  status: string
  resultText: string | null
  replicates: {
    status: string
    cause?: string
    diagnosis?: { reason?: string; refusedHosts?: string[] }
    exitCode?: number
  }[]
}

const network = new CliNetwork()
beforeAll(async () => {
  await network.up()
})
afterAll(() => network[Symbol.asyncDispose]())

describe.each(frameworks)('the requester-secrets app under %s', (tee) => {
  it('gets its secrets pushed from standard input, once and for good', async () => {
    const push = (name: string, input: string) =>
      network.cli(['secret', 'push', name, '--tee', tee], { input })
    expect(await push('my-namespace', `namespace-${tee}\n`)).toMatchObject({ code: 0 })
    expect(await push('my-key', 'counter')).toMatchObject({ code: 0 })
    const second = await push('my-key', 'another value')
    expect(second).toMatchObject({ code: 1, stdout: '' })
    expect(second.stderr).toContain('Secret "my-key" is already set')
    expect(await network.json(['secret', 'check', 'my-key', '--tee', tee])).toMatchObject({
      isSet: true,
    })
    expect(await network.cli(['secret', 'check', 'other', '--tee', tee])).toMatchObject({
      code: 1,
      stdout: expect.stringContaining('NOT set'),
    })
  })

  it('gives a key of many lines as it is, less one line end of standard input, under every index', async () => {
    const value = '-----BEGIN KEY-----\r\n"a" \'b\' $HOME\n\n-----END KEY-----\n'
    const push = ['secret', 'push', 'pem', '--tee', tee]
    expect(await network.cli(push, { input: `${value}\n` })).toMatchObject({ code: 0 })
    const run = ['run', SCENARIO_IMAGE, '--tag', `tee,${tee}`, '--args', 'env']
    const { resultText } = await network.json<RunJson>([...run, '--secret', '1=pem', '100=pem'])
    expect(JSON.parse(resultText!)).toMatchObject({
      IEXEC_REQUESTER_SECRET_1: value,
      IEXEC_REQUESTER_SECRET_100: value,
    })
  })

  it.each(Object.entries(images))('runs in %s and counts its hits', async (_language, image) => {
    const run = () =>
      network.json<RunJson>([
        'run',
        image,
        '--tag',
        `tee,${tee}`,
        '--secret',
        '1=my-namespace',
        '2=my-key',
      ])
    const first = await run()
    expect(first).toMatchObject({
      status: 'COMPLETED',
      resultText: expect.stringMatching(/^endpoint hit \d+ times/),
    })
    const hits = (text: string | null) => Number(/\d+/.exec(text ?? '')![0])
    expect(hits((await run()).resultText)).toBe(hits(first.resultText) + 1)
  })

  it('fails by name when a secret was never pushed, after a warning', async () => {
    const { code, stdout, stderr } = await network.cli([
      'run',
      images.js,
      '--tag',
      `tee,${tee}`,
      '--secret',
      '1=my-namespace',
      '2=never-pushed',
      '--json',
    ])
    expect(code).toBe(1)
    expect(stderr).toContain('requester secret "never-pushed" is not set')
    const { taskId, status } = JSON.parse(stdout) as RunJson
    expect(status).toBe('FAILED')
    expect((await network.cli(['task', 'logs', taskId])).stdout).toContain(
      'IEXEC_REQUESTER_SECRET_2',
    )
    expect((await network.cli(['task', 'show', taskId])).stdout).toContain('APP_COMPUTE_FAILED')
  })

  it('gets exactly the secrets of the mapping', async () => {
    const downloads = join(network.dir, `out-${tee}`)
    await network.json([
      'run',
      SCENARIO_IMAGE,
      '--tag',
      `tee,${tee}`,
      '--args',
      'env',
      '--secret',
      '1=my-namespace',
      '--secret',
      '3=my-key',
      '--download',
      downloads,
    ])
    const env = JSON.parse(readFileSync(join(downloads, 'result.txt'), 'utf8')) as Record<
      string,
      string
    >
    expect(env).toMatchObject({
      IEXEC_REQUESTER_SECRET_1: `namespace-${tee}`,
      IEXEC_REQUESTER_SECRET_3: 'counter',
      IEXEC_BOT_SIZE: '1',
      IEXEC_OUT: '/iexec_out',
    })
    expect(env).not.toHaveProperty('IEXEC_REQUESTER_SECRET_2')
    expect(Object.keys(env).filter((name) => name.startsWith('RESULT_'))).toEqual([])
  })
})

describe.runIf(hasGeneralTests)('the command line', () => {
  it.each([
    [['run', images.js, '--tag', 'tee,sgx'], 2, 'Invalid tag "tee,sgx"'],
    [['run', images.js, '--tag', 'scone'], 2, 'needs "tee" as well'],
    [['run', images.js, '--secret', 'x=y'], 2, 'Invalid secret mapping "x=y"'],
    [['run', images.js, '--secret', '0=y'], 2, 'Invalid secret mapping "0=y"'],
    [['run', images.js, '--wallet', '99'], 2, 'Invalid --wallet "99"'],
    [['run', images.js, '--category', '77'], 1, 'none is open for category 77'],
    [['run', 'no-such-image'], 1, 'no-such-image'],
    [['task', 'show', '0x12'], 2, 'Invalid value "0x12": 32 bytes'],
    [['task', 'show', `0x${'00'.repeat(32)}`], 1, 'Unknown task'],
    [
      ['secret', 'push', 'bad key!', '--tee', 'scone', '--value', 'x'],
      1,
      'Secret key should contain at most 64 characters',
    ],
    [['secret', 'push', 'empty', '--tee', 'scone'], 1, 'Missing value for secret "empty"'],
    [['secret', 'push', 'x', '--tee', 'sgx'], 2, 'sgx'],
  ] as const)('%j ends with %i and prints %s', async (args, code, text) => {
    const run = await network.cli(args)
    expect(run.stderr).toContain(text)
    expect(run.code).toBe(code)
  })

  it('warns that a line end of standard input is not part of a secret', async () => {
    const { stdout } = await network.cli(['secret', 'push', '--help'])
    expect(stdout).toContain('One line end at the end of standard input is dropped.')
  })

  it('refuses a secret that has no end, as soon as it is too long', async () => {
    const push = startCli(['secret', 'push', 'endless', '--tee', 'scone', '--state', network.dir])
    const said = text(push.stderr)
    const endless = Readable.from(
      (function* () {
        for (;;) yield 'y\n'.repeat(1024)
      })(),
    )
    const [{ exitCode }] = await Promise.all([
      push,
      pipeline(endless, push.stdin).catch(() => {}), // its reader goes away
    ])
    expect([exitCode, await said]).toEqual([
      1,
      expect.stringContaining('the maximum is 4096 bytes'),
    ])
  })

  it('refuses a secret that is not UTF-8, before it is set for good', async () => {
    const input = Buffer.from('caf\xe9', 'latin1')
    const push = await network.cli(['secret', 'push', 'latin', '--tee', 'scone'], { input })
    expect(push).toMatchObject({
      code: 1,
      stderr: expect.stringMatching(/not UTF-8 text.*base64/s),
    })
    expect((await network.cli(['secret', 'check', 'latin', '--tee', 'scone'])).stdout).toContain(
      'NOT set',
    )
  })

  it('prints the arguments an app got, and warns of dropped characters', async () => {
    const { stderr, stdout } = await network.cli(['run', SCENARIO_IMAGE, '--args', 'args {"a":1}'])
    expect(stderr).toContain('Warning: Workers removed the quotes')
    expect(stdout).toContain('args    ["args","{a:1}"]')
    const json = await network.json<RunJson>(['run', SCENARIO_IMAGE, '--args', 'args "open'])
    expect(json).toMatchObject({
      args: { argv: [], warning: expect.stringContaining('not balanced') },
    })
    const shown = await network.cli(['task', 'show', json.taskId])
    expect(shown.stdout).toContain('note: Every argument was dropped')
  })

  it('fails with a hint if no network runs', async () => {
    const run = await cli(['status', '--state', '/nonexistent/iexec-sim'])
    expect(run).toMatchObject({ code: 3, stderr: expect.stringContaining('No network is running') })
  })

  it.each([
    'up',
    'down',
    'status',
    'run',
    'secret push',
    'secret check',
    'app prepare',
    'task show',
    'task logs',
    'doctor',
  ])('%s --help shows an example', async (command) => {
    const run = await cli([...command.split(' '), '--help'])
    expect(run.code).toBe(0)
    expect(run.stdout).toContain('Example:')
  })

  it('prints an app’s output without terminal control sequences', async () => {
    const { stdout, code } = await network.cli(['run', SCENARIO_IMAGE, '--args', 'escape'])
    expect(code).toBe(0)
    expect(stdout).toContain('red')
    for (const command of ['\u001b', '\u0007']) expect(stdout).not.toContain(command)
  })

  it('prepares an image the same way every time', async () => {
    const prepare = () =>
      network.json<{ fingerprint: string; image: string; mrenclave: object }>([
        'app',
        'prepare',
        images.js,
        '--tee',
        'scone',
        '--to',
        'iexec-sim-test/prepared:scone',
      ])
    const first = await prepare()
    expect(first).toMatchObject({
      image: 'iexec-sim-test/prepared:scone',
      checksum: expect.stringMatching(/^0x[0-9a-f]{64}$/),
      mrenclave: { framework: 'SCONE', version: 'v5', entrypoint: 'node /app/app.js' },
    })
    expect((await prepare()).fingerprint).toBe(first.fingerprint)
  })

  it('finds no problem with this machine', async () => {
    expect(await network.cli(['doctor'])).toMatchObject({ code: 0 })
  })
})
