import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import Docker from 'dockerode'
import { expect, it } from 'vitest'
import { connectEngine } from '../src/engine.ts'
import { dockerfileContext } from '../src/images.ts'
import { NETWORK_LABEL } from '../src/labels.ts'
import { PYTHON_IMAGE, pythonRunner, temporaryFolders, testEngine } from './fixture.ts'

const engine = testEngine()
const python = pythonRunner(engine)
const folder = temporaryFolders()
const docker = new Docker()

const ours = () =>
  docker.listContainers({ all: true, filters: { label: [`${NETWORK_LABEL}=${engine.network}`] } })

it('reports the exit code and both outputs', async () => {
  const run = await python('import sys; print("out"); print("err", file=sys.stderr); sys.exit(3)')
  expect(run).toMatchObject({ exitCode: 3, oomKilled: false, timedOut: false })
  expect(run.stdout).toEqual({ tail: 'out\n', bytes: 4 })
  expect(run.stderr).toEqual({ tail: 'err\n', bytes: 4 })
  expect(run.finishedAt).toBeGreaterThanOrEqual(run.startedAt)
})

it('removes the container and its volumes', async () => {
  await python('pass')
  expect(await ours()).toEqual([])
  const { Volumes } = await docker.listVolumes({
    filters: { label: [`${NETWORK_LABEL}=${engine.network}`] },
  })
  expect(Volumes ?? []).toEqual([])
})

const PRIVILEGES = `import os
status = dict(line.split(':\\t', 1) for line in open('/proc/self/status').read().splitlines())
print(status['CapEff'].strip(), status['CapBnd'].strip(), status['NoNewPrivs'].strip(), os.path.exists('/var/run/docker.sock'))`

it('gives no new privilege, no host path, no engine socket, and the capabilities of Docker less MKNOD and NET_RAW', async () => {
  const run = await python(PRIVILEGES)
  expect(run.stdout.tail).toBe('00000000a00405fb 00000000a00405fb 1 False\n')
})

it('with hardening gives no capability at all', async () => {
  const hardened = connectEngine({ network: engine.network, harden: true })
  const { id: imageId } = await hardened.requireImage('iexec-sim/base-python')
  const run = await hardened.runContainer({
    imageId,
    entrypoint: ['python3', '-c', PRIVILEGES],
    environment: {},
    timeLimitMs: 60_000,
  })
  expect(run.stdout.tail).toBe('0000000000000000 0000000000000000 1 False\n')
})

it('kills an app that writes more than its layer may hold', async () => {
  const run = await python(
    'import os, time; open("/tmp/big", "wb").write(os.urandom(30_000_000)); time.sleep(600)',
    {
      limits: { layerBytes: 20_000_000 },
    },
  )
  expect(run).toMatchObject({ exitCode: 137, layerFull: true, timedOut: false })
})

it('kills at the time limit', async () => {
  const run = await python(
    'import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN); time.sleep(600)',
    {
      timeLimitMs: 300,
    },
  )
  expect(run).toMatchObject({ exitCode: 137, timedOut: true })
})

it('reports a kill for memory apart from others', async () => {
  const run = await python('x = bytearray(200_000_000)', { limits: { memoryBytes: 50_000_000 } })
  expect(run).toMatchObject({ exitCode: 137, oomKilled: true, timedOut: false })
})

it('survives a fork bomb', async () => {
  const run = await python(
    `import os, time
try:
    while True:
        if os.fork() == 0: time.sleep(60)
except BlockingIOError:
    print('refused')`,
    { limits: { processes: 20 } },
  )
  expect(run.stdout.tail).toContain('refused')
})

it('drains 100 MB of output, keeps its tail and a bounded file', async () => {
  const dir = await folder()
  const capture = {
    stdoutFile: join(dir, 'stdout.txt'),
    stderrFile: join(dir, 'stderr.txt'),
    maxBytes: 1_000_000,
  }
  const run = await python(
    `import sys
for i in range(1600): sys.stdout.write('x' * 65535 + '\\n')
print('last', end='')`,
    { capture },
  )
  expect(run.exitCode).toBe(0)
  expect(run.stdout.bytes).toBe(1600 * 65_536 + 4)
  expect(run.stdout.tail).toHaveLength(100_000)
  expect(run.stdout.tail.endsWith('last')).toBe(true)
  expect(await readFile(capture.stdoutFile)).toHaveLength(1_000_000)
  expect(await readdir(dir)).toEqual(['stdout.txt'])
})

it('shows input files to the app and hands its output over', async () => {
  const [input, output] = [await folder(), await folder()]
  await mkdir(join(input, 'sub'))
  await writeFile(join(input, 'sub/in.txt'), 'hello')
  let read: string | undefined
  await python(
    `open('/iexec_out/r.txt', 'w').write(open('/iexec_in/sub/in.txt').read().upper())`,
    { inputDir: input },
    {
      onExited: async (container) => {
        expect(
          await container.collectFolder('/iexec_out', output, { maxBytes: 100, maxFiles: 10 }),
        ).toMatchObject({
          files: 1,
          bytes: 5,
        })
        read = (await container.readFile('/iexec_out/r.txt', 100))?.toString()
        expect(await container.readFile('/iexec_out/absent', 100)).toBeUndefined()
      },
    },
  )
  expect(await readFile(join(output, 'r.txt'), 'utf8')).toBe('HELLO')
  expect(read).toBe('HELLO')
})

it('copies no dangerous entry of a hostile output folder', async () => {
  const output = await folder()
  const collected: unknown[] = []
  await python(
    `import os
os.symlink('/etc/passwd', '/iexec_out/passwd')
os.mkfifo('/iexec_out/pipe')
try: os.mknod('/iexec_out/disk', 0o60600, os.makedev(8, 0))
except PermissionError: print('no device')
open('/iexec_out/sparse', 'wb').truncate(3_000_000_000)`,
    {},
    {
      onExited: async (container) => {
        collected.push(
          await container.collectFolder('/iexec_out', output, {
            maxBytes: 1_000_000,
            maxFiles: 100,
          }),
        )
      },
    },
  )
  expect(collected).toMatchObject([{ truncated: 'bytes' }])
  for (const name of await readdir(output))
    expect((await readFile(join(output, name))).length).toBe(0)
})

it('lets an image with a user of its own write the output', async () => {
  const tag = `${engine.network}-user`
  const image = await engine.buildImage(dockerfileContext(`FROM ${PYTHON_IMAGE}\nUSER 1234\n`), {
    tag,
  })
  try {
    const run = await python(
      `import os; open('/iexec_out/r', 'w').write('x'); print(os.getuid())`,
      {
        imageId: image.id,
      },
    )
    expect(run).toMatchObject({ exitCode: 0, stdout: { tail: '1234\n' } })
  } finally {
    await engine.removeImage(tag)
  }
})

it('removes the container when the run is aborted', async () => {
  const aborting = new AbortController()
  const run = python(
    'import time; print("up", flush=True); time.sleep(600)',
    {},
    { signal: aborting.signal },
  )
  const events = await docker.getEvents({
    filters: { event: ['start'], label: [`${NETWORK_LABEL}=${engine.network}`] },
  })
  await new Promise((resolve) => events.once('data', resolve))
  ;(events as unknown as { destroy(): void }).destroy()
  aborting.abort(new Error('stopped by the user'))
  await expect(run).rejects.toThrow('stopped by the user')
  expect(await ours()).toEqual([])
})

it('removes the container when the caller fails to take its output', async () => {
  const failing = python('pass', {}, { onExited: () => Promise.reject(new Error('disk full')) })
  await expect(failing).rejects.toThrow('disk full')
  expect(await ours()).toEqual([])
})

it('fails with the name of a command that cannot be started and of a missing image', async () => {
  await expect(python('', { args: ['no-such-program'] })).rejects.toMatchObject({
    code: 'COMMAND_NOT_STARTED',
  })
  await expect(python('', { imageId: `sha256:${'0'.repeat(64)}` })).rejects.toMatchObject({
    code: 'IMAGE_NOT_FOUND',
  })
  expect(await ours()).toEqual([])
})

it('replaces a container of the same name that a crashed run left', async () => {
  const name = `${engine.network}-left`
  const { id } = await engine.requireImage(PYTHON_IMAGE)
  await docker.createContainer({ Image: id, name, Labels: { [NETWORK_LABEL]: engine.network } })
  expect((await python('print("again")', { name })).stdout.tail).toBe('again\n')
})
