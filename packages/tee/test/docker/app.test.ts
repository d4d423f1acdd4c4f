import { lstatSync, mkdtempSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { Secret } from '@iexec-sim/base'
import { DEFAULT_LIMITS, NETWORK_LABEL, type Slot } from '@iexec-sim/docker'
import type { SessionSpec } from '@iexec-sim/protocol'
import Docker from 'dockerode'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import {
  type AppEnclave,
  type AppRun,
  gramineDriver,
  MeasurementCache,
  type PreparedImage,
  sconeDriver,
  tdxDriver,
} from '../../src/index.ts'
import { openEnclaves } from '../support/enclaves.ts'
import { imageBuilder, testEngine } from '../support/engine.ts'
import { sessionSpec } from '../support/session.ts'

const engine = testEngine()
const images = imageBuilder(engine)
const docker = new Docker()
const cache = new MeasurementCache()
const SECRET = 'canary-3f9d-value'
const OUTPUT_LIMITS = { maxBytes: 1024 ** 2, maxFiles: 100 }

let slot: Slot
let base: string
beforeAll(async () => {
  const services = engine.startSlotServices({
    namesImage: 'iexec-sim/names',
    trustedCertificates: '',
    standIns: [],
  })
  slot = await engine.openSlot({ name: 'one', services })
  const files = {
    'app.py': 'import os, sys\nexec(os.environ["PROGRAM"])\n',
    'other.py': 'print("other")\n',
  }
  base = (await images.build({ files, lines: ['ENTRYPOINT ["python3", "/app/app.py"]'] })).id
}, 60_000)

describe.each(
  [sconeDriver({ cache }), gramineDriver({ cache }), tdxDriver({ cache })].map(
    (driver) => [driver.framework, driver] as const,
  ),
)('an app under %s', (framework, driver) => {
  const enclaves = openEnclaves(driver, engine)
  let prepared: PreparedImage
  let count = 0
  beforeAll(async () => {
    prepared = await driver.prepare(engine, base, { to: images.name() })
  }, 60_000)

  /** A session that lets the prepared image run a Python program. */
  async function session(program: string, args = ''): Promise<SessionSpec> {
    const spec = sessionSpec(framework, { sessionId: `app-${count++}` })
    const { fingerprint, mrenclave: { entrypoint } = {} } = prepared
    const environment = {
      PROGRAM: program,
      IEXEC_REQUESTER_SECRET_1: new Secret(SECRET),
      IEXEC_OUT: '/iexec_out',
    }
    spec.stages.app = {
      fingerprint,
      command: entrypoint ? `${entrypoint} ${args}`.trim() : '',
      environment,
    }
    await enclaves.depositor.deposit(spec)
    return spec
  }

  async function run(
    program: string,
    over: Partial<AppEnclave> = {},
  ): Promise<AppRun & { outputDir: string }> {
    const outputDir = mkdtempSync(join(enclaves.dir, 'out-'))
    const app: AppEnclave = {
      ...enclaves.address(await session(program, over.args?.join(' '))),
      imageRef: prepared.image,
      args: [],
      slot,
      outputDir,
      outputLimits: OUTPUT_LIMITS,
      timeLimitMs: 60_000,
      ...over,
    }
    return { ...(await enclaves.launcher.runApp(app)), outputDir }
  }

  it('gets the variables of its stage alone, and its output is copied', async () => {
    const ended = await run(`
print(os.environ['IEXEC_REQUESTER_SECRET_1'] == '${SECRET}', 'RESULT_STORAGE_TOKEN' in os.environ)
open('/iexec_out/result.txt', 'w').write('done')
open('/iexec_out/computed.json', 'w').write('{"deterministic-output-path":"/iexec_out/result.txt"}')`)
    expect(ended).toMatchObject({
      exitCode: 0,
      oomKilled: false,
      timedOut: false,
      output: { files: 2, truncated: false },
    })
    expect(ended.stdout.tail).toBe('True False\n')
    expect(readFileSync(join(ended.outputDir, 'result.txt'), 'utf8')).toBe('done')
    expect(JSON.parse(ended.computedJson!)).toEqual({
      'deterministic-output-path': '/iexec_out/result.txt',
    })
  })

  it('gets the deal’s arguments and its input files', async () => {
    const inputDir = mkdtempSync(join(enclaves.dir, 'in-'))
    writeFileSync(join(inputDir, 'data'), 'input')
    const ended = await run('print(sys.argv[1:], open("/iexec_in/data").read())', {
      args: ['--x', 'y'],
      inputDir,
    })
    expect(ended.stdout.tail).toBe("['--x', 'y'] input\n")
  })

  it('leaves no container, and no log line with its secret', async () => {
    await run('print(1)')
    const filters = { label: [`${NETWORK_LABEL}=${engine.network}`, 'io.iexec-sim.role=task'] }
    expect(await docker.listContainers({ all: true, filters })).toEqual([])
    expect(enclaves.log.join('')).not.toContain(SECRET)
  })

  it('of another image is refused before anything runs', async () => {
    const other = await images.build({
      files: { 'app.py': 'print(2)\n' },
      lines: ['ENTRYPOINT ["python3", "/app/app.py"]'],
    })
    await expect(run('print(1)', { imageRef: other.id })).rejects.toMatchObject({
      reason: 'WRONG_FINGERPRINT',
    })
    // Under tdx there is no variant: the image itself is the app.
    if (framework === 'tdx') return
    await expect(run('print(1)', { imageRef: base })).rejects.toMatchObject({
      reason: 'WRONG_FINGERPRINT',
    })
  })

  it('prepared for another framework is refused', async () => {
    const foreign = framework === 'scone' ? gramineDriver({ cache }) : sconeDriver({ cache })
    const { image } = await foreign.prepare(engine, base, { to: images.name() })
    await expect(run('print(1)', { imageRef: image })).rejects.toMatchObject({
      reason: 'WRONG_FINGERPRINT',
    })
  })

  it('that fails returns its exit code and last output', async () => {
    const ended = await run('print("last"); sys.exit(7)')
    expect([ended.exitCode, ended.stdout.tail]).toEqual([7, 'last\n'])
  })

  it('that asks for too much memory ends with 137', async () => {
    const ended = await run('x = bytearray(512 * 1024 ** 2)', {
      limits: { memoryBytes: 64 * 1024 ** 2 },
    })
    expect(ended).toMatchObject({ exitCode: 137, oomKilled: true, timedOut: false })
  })

  it('that does not end is killed at its time limit', async () => {
    expect(await run('import time; time.sleep(600)', { timeLimitMs: 500 })).toMatchObject({
      exitCode: 137,
      timedOut: true,
    })
  })

  it('that forks without end is limited', async () => {
    const program = `
try:
    for _ in range(10000): os.fork() or __import__('time').sleep(600)
except OSError: print('held', flush=True); os.kill(1, 9) or os._exit(0)`
    const limits = { ...DEFAULT_LIMITS, processes: 50 }
    const ended = await run(program, { limits, timeLimitMs: 4_000 })
    expect(ended.stdout.tail).toContain('held')
  })

  it('that writes links and devices exposes no file of the machine', async () => {
    const ended = await run(`
os.symlink('/etc/passwd', '/iexec_out/passwd'); os.symlink('..', '/iexec_out/up'); os.mkfifo('/iexec_out/pipe')
open('/iexec_out/plain', 'w').write('x')`)
    expect(readdirSync(ended.outputDir).sort()).toEqual(['passwd', 'plain', 'up'])
    for (const name of ['passwd', 'up']) {
      const { size, mode } = lstatSync(join(ended.outputDir, name))
      expect([size, mode & 0o170777]).toEqual([0, 0o100600])
    }
  })

  it.each([
    ['a sparse file of 2 GiB', 'open("/iexec_out/big", "wb").truncate(2 * 1024 ** 3)', 'bytes'],
    ['very many files', 'for i in range(2000): open(f"/iexec_out/{i}", "w")', 'files'],
  ])('that writes %s is cut, its computed.json still read', async (_what, program, truncated) => {
    const ended = await run(`${program}\nopen("/iexec_out/computed.json", "w").write("{}")`)
    expect(ended.output.truncated).toBe(truncated)
    expect(ended.computedJson).toBe('{}')
  })

  it('that prints 100 MB completes with its last output', async () => {
    const ended = await run(
      'for _ in range(1600): sys.stdout.write("x" * 65535 + "\\n")\nprint("end")',
    )
    expect(ended.exitCode).toBe(0)
    expect(ended.stdout.bytes).toBe(1600 * 65536 + 4)
    expect(ended.stdout.tail).toHaveLength(100_000)
    expect(ended.stdout.tail.endsWith('end\n')).toBe(true)
  })

  it('cannot reach the provisioning service, the internet or a name, and fails at once', async () => {
    const since = Date.now()
    const port = enclaves.door.port
    const ended = await run(`
import socket, time
for host, port in [('127.0.0.1', ${port}), ('169.254.169.254', 80), ('1.1.1.1', 443), ('api.${framework}.example', 443)]:
    started = time.time()
    try: socket.create_connection((host, port), 10); print('REACHED', host)
    except OSError: print('failed', 'at once' if time.time() - started < 2 else 'late')`)
    expect(ended.stdout.tail).toBe('failed at once\n'.repeat(4))
    expect(slot.refusedNames(since).map(({ name }) => name)).toEqual([`api.${framework}.example`])
  })

  it('is killed and removed by an abort', async () => {
    const stop = new AbortController()
    const events = await docker.getEvents({
      filters: { label: [`${NETWORK_LABEL}=${engine.network}`], event: ['start'] },
    })
    events.once('data', () => stop.abort(new Error('stopped')))
    await expect(run('import time; time.sleep(600)', { signal: stop.signal })).rejects.toThrow(
      'stopped',
    )
    ;(events as unknown as { destroy(): void }).destroy()
    const filters = { label: [`${NETWORK_LABEL}=${engine.network}`, 'io.iexec-sim.role=task'] }
    expect(await docker.listContainers({ all: true, filters })).toEqual([])
  })
})

afterAll(async () => {
  await slot?.close()
})
