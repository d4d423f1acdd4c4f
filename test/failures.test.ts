import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { hasGeneralTests, isAsked } from './support/asked-frameworks.ts'
import { SCENARIO_IMAGE } from './support/images.ts'
import { causeOf, reasonOf, ScenarioNetwork, statusesOf } from './support/scenario-network.ts'

const MIB = 1024 ** 2
const frameworks = ['scone', 'gramine'].filter(isAsked)

let sim: ScenarioNetwork
beforeAll(async () => {
  const { DEFAULT_LIMITS } = await import('@iexec-sim/worker')
  sim = await ScenarioNetwork.start({
    limits: { ...DEFAULT_LIMITS, memoryBytes: 192 * MIB, maxResultBytes: 8 * MIB },
  })
})
afterAll(() => sim[Symbol.asyncDispose]())

describe.each(frameworks)('a %s task', (tee) => {
  const tag = `tee,${tee}`

  it('that succeeds leaves its files, its output and the real statuses', async () => {
    const outcome = await sim.run({ tag, args: 'echo this' })
    expect(statusesOf(outcome)).toEqual([
      'RECEIVED',
      'INITIALIZING',
      'INITIALIZED',
      'RUNNING',
      'FINALIZED',
      'COMPLETED',
    ])
    expect(outcome.onchain).toBe('COMPLETED')
    expect(outcome.files).toMatchObject({
      'result.txt': 'hello',
      'stdout.txt': 'stdout says this\n',
      'stderr.txt': 'stderr says this\n',
    })
    expect(outcome.task.replicates[0]?.logs).toMatchObject({
      stdout: 'stdout says this\n',
      stderr: 'stderr says this\n',
    })
  })

  it('gets its arguments as the deal states them', async () => {
    expect((await sim.run({ tag, args: 'args --x "a b" c' })).files['result.txt']).toBe('--x|a b|c')
  })

  it('that exits non-zero fails at once with the exit code, its output kept', async () => {
    const outcome = await sim.run({ tag, args: 'exit 3' })
    expect(causeOf(outcome)).toBe('APP_COMPUTE_FAILED')
    expect(outcome.task.replicates[0]).toMatchObject({
      exitCode: 3,
      logs: { stdout: 'about to fail\n' },
    })
    expect(statusesOf(outcome).slice(-2)).toEqual(['RUNNING_FAILED', 'FAILED'])
    expect(outcome.onchain).toBe('ACTIVE')
  })

  it('that runs past its time is stopped', async () => {
    const outcome = await sim.run({ tag, args: 'sleep', short: true })
    expect(causeOf(outcome)).toBe('APP_COMPUTE_TIMEOUT')
    expect(outcome.task.replicates[0]?.logs?.stdout).toBe('about to sleep\n')
    expect(outcome.task.replicates[0]?.logsPublic).toBe(false)
  })

  it('that uses too much memory is killed with 137', async () => {
    const outcome = await sim.run({ tag, args: 'memory' })
    expect(causeOf(outcome)).toBe('APP_COMPUTE_FAILED')
    expect(outcome.task.replicates[0]?.exitCode).toBe(137)
    expect(reasonOf(outcome)).toContain('killed for memory (limit 192 MiB)')
  })

  it.each([
    ['no-computed', 'POST_COMPUTE_COMPUTED_FILE_NOT_FOUND'],
    ['bad-json', 'POST_COMPUTE_COMPUTED_FILE_NOT_FOUND'],
    ['outside', 'POST_COMPUTE_RESULT_DIGEST_COMPUTATION_FAILED'],
    ['dotdot', 'POST_COMPUTE_RESULT_DIGEST_COMPUTATION_FAILED'],
    ['missing', 'POST_COMPUTE_RESULT_DIGEST_COMPUTATION_FAILED'],
    ['long-name', 'POST_COMPUTE_TOO_LONG_RESULT_FILE_NAME'],
    ['big 12', 'POST_COMPUTE_IPFS_UPLOAD_FAILED'],
    ['sparse', 'POST_COMPUTE_IPFS_UPLOAD_FAILED'],
  ])('that ends with "%s" fails with %s', async (args, cause) => {
    const outcome = await sim.run({ tag, args })
    expect(causeOf(outcome)).toBe(cause)
    expect(statusesOf(outcome).at(-1)).toBe('FAILED')
  })

  it('whose result is just below the largest keeps all of it', async () => {
    const { files } = await sim.run({ tag, args: 'big 7' })
    expect(files['big.bin']).toBe('b'.repeat(7 * MIB))
  })

  it('fails within a second for a refused host, which is named', async () => {
    const outcome = await sim.run({ tag, args: 'host api.nobody.example' })
    expect(outcome.files['result.txt']).toBe('ENOTFOUND fast')
    expect(outcome.task.replicates[0]?.diagnosis?.refusedHosts).toEqual(['api.nobody.example'])
  })

  it('of an image that does not exist fails', async () => {
    const prepared = await sim.requester.prepare(
      SCENARIO_IMAGE,
      (await import('@iexec-sim/protocol')).encodeTag(tag),
    )
    const { encodeTag } = await import('@iexec-sim/protocol')
    const { taskId } = await sim.requester.match(
      { image: 'gone', tag: encodeTag(tag), secrets: {} },
      { ...prepared, image: 'iexec-sim-test/gone' },
    )
    const outcome = await sim.outcome(taskId)
    expect(causeOf(outcome)).toBe('POST_COMPUTE_FAILED_UNKNOWN_ISSUE')
    expect(outcome.task.replicates[0]?.updates.map(({ status }) => status)).toContain(
      'APP_DOWNLOAD_FAILED',
    )
  })

  it('of an image that changed after its app was deployed is refused its variables', async () => {
    const { encodeTag } = await import('@iexec-sim/protocol')
    const prepared = await sim.requester.prepare(SCENARIO_IMAGE, encodeTag(tag))
    const mrenclave = { ...prepared.mrenclave!, fingerprint: 'ab'.repeat(32) }
    const { taskId } = await sim.requester.match(
      { image: '', tag: encodeTag(tag), secrets: {} },
      { ...prepared, mrenclave },
    )
    const outcome = await sim.outcome(taskId)
    expect(causeOf(outcome)).toBe('APP_COMPUTE_FAILED')
    expect(reasonOf(outcome)).toMatch(/fingerprint/i)
  })

  it('that prints 100 MB completes while the simulator stays small', async () => {
    const before = process.memoryUsage().rss
    const outcome = await sim.run({ tag, args: 'chatty 100' })
    expect(outcome.task.replicates[0]?.logs?.stdout).toHaveLength(100_000)
    expect(process.memoryUsage().rss - before).toBeLessThan(100 * MIB)
    // Its output is kept up to the largest result.
    expect(statusesOf(outcome).at(-1)).toBe('COMPLETED')
  })
})

describe.runIf(hasGeneralTests)('a hostile app', () => {
  it('whose output is six times larger in a report still fails with its real cause, and frees its worker', async () => {
    for (let i = 0; i < 2; i++) {
      const outcome = await sim.run({ args: 'control-characters' })
      expect(causeOf(outcome)).toBe('APP_COMPUTE_FAILED')
      expect(outcome.task.replicates[0]?.exitCode).toBe(7)
    }
    expect(statusesOf(await sim.run({ args: 'ok' })).at(-1)).toBe('COMPLETED')
  })

  it('that names a folder like the output file loses that folder only', async () => {
    expect((await sim.run({ args: 'stdout-folder' })).files).toMatchObject({
      'stdout.txt': 'printed\n',
      'result.txt': 'hello',
    })
  })

  it('with a computed.json of megabytes is not read', async () => {
    const before = process.memoryUsage().rss
    expect(causeOf(await sim.run({ tag: '', args: 'huge-computed 6' }))).toBe(
      'POST_COMPUTE_SEND_COMPUTED_FILE_FAILED',
    )
    expect(causeOf(await sim.run({ args: 'huge-computed 6' }))).toBe(
      'POST_COMPUTE_COMPUTED_FILE_NOT_FOUND',
    )
    expect(process.memoryUsage().rss - before).toBeLessThan(100 * MIB)
  })
})

describe.runIf(hasGeneralTests)('a standard task', () => {
  it('whose result is just below the largest keeps all of it, and fails with the reason above', async () => {
    const { files } = await sim.run({ tag: '', args: 'big 7' })
    expect(files['big.bin']).toBe('b'.repeat(7 * MIB))
    const larger = await sim.run({ tag: '', args: 'big 9' })
    expect(causeOf(larger)).toBe('POST_COMPUTE_RESULT_DIGEST_COMPUTATION_FAILED')
    expect(reasonOf(larger)).toContain(`larger than the ${8 * MIB} bytes`)
  })
})

describe.runIf(hasGeneralTests)('what a deal may have this machine fetch', () => {
  it('from other services of this machine is refused, with the reason', async () => {
    const outcome = await sim.runWithParams({
      iexec_input_files: [`${sim.network.sheet.workerpool.url}/version`],
    })
    expect(causeOf(outcome)).toBe('PRE_COMPUTE_INPUT_FILE_DOWNLOAD_FAILED')
  })

  it('comes from the gateway', async () => {
    const form = new FormData()
    form.append('file', new Blob(['input text']), 'input.txt')
    const added = await fetch(`${sim.network.sheet.gateway}/api/v0/add`, {
      method: 'POST',
      body: form,
    })
    const { Hash } = (await added.json()) as { Hash: string }
    const url = `${sim.network.sheet.gateway}/ipfs/${Hash}`
    const outcome = await sim.runWithParams({ iexec_args: 'input', iexec_input_files: [url] })
    expect(outcome.files['result.txt']).toBe('input text')
  })

  it('never sends the upload token to a proxy the deal names', async () => {
    const outcome = await sim.runWithParams({
      iexec_args: 'ok',
      iexec_result_storage_proxy: sim.network.sheet.workerpool.url,
    })
    expect(causeOf(outcome)).toBe('POST_COMPUTE_IPFS_UPLOAD_FAILED')
  })
})

describe.runIf(hasGeneralTests)('a standard task', () => {
  it('goes through contribution, reveal and upload', async () => {
    const outcome = await sim.run({ tag: '', args: 'echo this' })
    expect(statusesOf(outcome)).toEqual([
      'RECEIVED',
      'INITIALIZING',
      'INITIALIZED',
      'RUNNING',
      'CONSENSUS_REACHED',
      'AT_LEAST_ONE_REVEALED',
      'RESULT_UPLOADING',
      'RESULT_UPLOADED',
      'FINALIZING',
      'FINALIZED',
      'COMPLETED',
    ])
    expect(Object.keys(outcome.files).sort()).toEqual([
      'computed.json',
      'result.txt',
      'stderr.txt',
      'stdout.txt',
    ])
    const { resultDigest } = (await sim.requester.onchainTask(outcome.taskId))!
    expect(resultDigest).toBe('0x2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824')
  })

  it('with a folder as its result has the digest of the files directly in it', async () => {
    const outcome = await sim.run({ tag: '', args: 'folder' })
    expect((await sim.requester.onchainTask(outcome.taskId))!.resultDigest).toBe(
      '0x8f07e98ae651060ed272d6bf61785e7c938503516641699dbcd739556f06e71f',
    )
  })

  it('that exits non-zero fails at once while the task stays open on chain', async () => {
    const outcome = await sim.run({ tag: '', args: 'exit 2' })
    expect(causeOf(outcome)).toBe('APP_COMPUTE_FAILED')
    expect(outcome.task.replicates[0]?.exitCode).toBe(2)
    expect(statusesOf(outcome).at(-1)).toBe('RUNNING')
    expect(outcome.task.mayStillSucceed).toBe(false)
  })

  it.each([
    ['no-computed', 'POST_COMPUTE_SEND_COMPUTED_FILE_FAILED'],
    ['missing', 'POST_COMPUTE_RESULT_DIGEST_COMPUTATION_FAILED'],
    ['outside', 'POST_COMPUTE_RESULT_DIGEST_COMPUTATION_FAILED'],
  ])('that ends with "%s" fails with %s', async (args, cause) => {
    expect(causeOf(await sim.run({ tag: '', args }))).toBe(cause)
  })

  it('never follows a link out of its output', async () => {
    const outcome = await sim.run({ tag: '', args: 'link' })
    expect(outcome.files['link.txt']).toBe('')
  })

  it('of an image that does not exist completes with the error as its result', async () => {
    const { encodeTag } = await import('@iexec-sim/protocol')
    const prepared = await sim.requester.prepare(SCENARIO_IMAGE, encodeTag(''))
    const { taskId } = await sim.requester.match(
      { image: '', tag: encodeTag(''), secrets: {} },
      { ...prepared, image: 'iexec-sim-test/gone' },
    )
    const outcome = await sim.outcome(taskId)
    expect(outcome.files['error.txt']).toBe(
      '[IEXEC] Error occurred while computing the task [error:APP_DOWNLOAD_FAILED, cause:APP_IMAGE_DOWNLOAD_FAILED]',
    )
    expect(outcome.onchain).toBe('COMPLETED')
  })

  it('gets no secret', async () => {
    const { files } = await sim.run({ tag: '', args: 'env', secrets: { 1: 'anything' } })
    const env = JSON.parse(files['result.txt']!) as Record<string, string>
    expect(
      Object.keys(env)
        .filter((name) => name.startsWith('IEXEC_'))
        .sort(),
    ).toEqual([
      'IEXEC_BOT_FIRST_INDEX',
      'IEXEC_BOT_SIZE',
      'IEXEC_BOT_TASK_INDEX',
      'IEXEC_DATASET_ADDRESS',
      'IEXEC_DATASET_FILENAME',
      'IEXEC_IN',
      'IEXEC_INPUT_FILES_NUMBER',
      'IEXEC_OUT',
      'IEXEC_TASK_ID',
    ])
  })
})
