import { mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { SimError } from '@iexec-sim/base'
import type { TaskDescription } from '@iexec-sim/protocol'
import { LONGEST_FILE_NAME } from '../result-archive.ts'
import { isDescribed, type TaskRun } from '../task-run.ts'
import type { WorkerContext } from '../worker-context.ts'
import { but } from './but.ts'
import type { Obstacle, Obstacles } from './obstacle.ts'

/** Path of content that does not exist. */
const MISSING = '/ipfs/not-stored-anywhere'

const noImage: Obstacle = (context) => ({
  ...context,
  engine: but(context.engine, {
    inspectImage: async () => undefined,
    pullImage: (image) =>
      Promise.reject(new SimError('IMAGE_PULL_FAILED', { image, reason: 'not found' })),
  }),
})
const noTime: Obstacle = (context, run) => described(context, run, () => ({ maxExecutionTime: 0 }))
const refusedUpload: Obstacle = (context) => ({
  ...context,
  results: but(context.results, { issueToken: async () => 'refused' }),
})

/** Faults on a worker's machine: with its SMS, images, files, programs and results. */
export const MACHINE_OBSTACLES: Obstacles = {
  TEE_NOT_SUPPORTED: (context) => ({ ...context, launchers: {} }),
  UNKNOWN_SMS: (context, run) => {
    run.smsUrl = undefined
    return context
  },
  GET_TEE_SERVICES_CONFIGURATION_FAILED: (context) => ({
    ...context,
    sms: (url) =>
      but(context.sms(url), {
        properties: () => Promise.reject(new Error('the SMS does not answer')),
      }),
  }),
  APP_IMAGE_DOWNLOAD_FAILED: noImage,
  'image-pull-fails': noImage,
  APP_NOT_FOUND_LOCALLY: noImage,
  DATASET_FILE_DOWNLOAD_FAILED: (context, run) =>
    described(context, run, ({ dataset }) => ({
      dataset: dataset && { ...dataset, uri: MISSING },
    })),
  DATASET_FILE_BAD_CHECKSUM: (context, run) =>
    described(context, run, ({ dataset }) => ({
      dataset: dataset && { ...dataset, checksum: `0x${'0'.repeat(64)}` },
    })),
  INPUT_FILES_DOWNLOAD_FAILED: (context, run) =>
    described(context, run, ({ params }) => ({
      params: { ...params, inputFiles: [context.gatewayUrl + MISSING] },
    })),
  PRE_COMPUTE_MISSING_ENCLAVE_CONFIGURATION: (context, run) =>
    described(context, run, () => ({ enclave: undefined })),
  PRE_COMPUTE_INVALID_ENCLAVE_CONFIGURATION: (context, run) =>
    described(context, run, ({ enclave }) => ({
      enclave: enclave && { ...enclave, fingerprint: '' },
    })),
  PRE_COMPUTE_INVALID_ENCLAVE_HEAP_CONFIGURATION: (context, run) =>
    described(context, run, ({ enclave }) => ({
      enclave: enclave && { ...enclave, heapSize: context.limits.maxHeapBytes + 1 },
    })),
  PRE_COMPUTE_IMAGE_MISSING: (context) => ({
    ...context,
    programs: { ...context.programs, preCompute: '/nowhere' },
  }),
  PRE_COMPUTE_OUTPUT_FOLDER_NOT_FOUND: (context, run) => {
    rmSync(run.inputDir, { recursive: true, force: true })
    return context
  },
  PRE_COMPUTE_TIMEOUT: noTime,
  APP_COMPUTE_TIMEOUT: noTime,
  POST_COMPUTE_TIMEOUT: noTime,
  POST_COMPUTE_IMAGE_MISSING: (context) => ({
    ...context,
    programs: { ...context.programs, postCompute: '/nowhere' },
  }),
  POST_COMPUTE_COMPUTED_FILE_NOT_FOUND: (context, run) => computed(context, run, 'not JSON'),
  POST_COMPUTE_RESULT_DIGEST_COMPUTATION_FAILED: (context, run) =>
    computed(context, run, '{"deterministic-output-path":"/iexec_out/nothing-is-here"}'),
  POST_COMPUTE_OUT_FOLDER_ZIP_FAILED: (context, run) => {
    mkdirSync(join(run.tempDir, 'iexec_out.zip'))
    return context
  },
  POST_COMPUTE_TOO_LONG_RESULT_FILE_NAME: (context, run) => {
    writeFileSync(join(run.outputDir, 'n'.repeat(LONGEST_FILE_NAME + 1)), '')
    return context
  },
  POST_COMPUTE_SEND_COMPUTED_FILE_FAILED: (context, run) => {
    rmSync(join(run.outputDir, 'computed.json'), { force: true })
    return context
  },
  RESULT_LINK_MISSING: refusedUpload,
  'upload-refused': refusedUpload,
}

/** The worker reads something else of the task than the chain says. */
function described(
  context: WorkerContext,
  run: TaskRun,
  change: (description: TaskDescription) => Partial<TaskDescription>,
): WorkerContext {
  if (isDescribed(run)) run.description = { ...run.description, ...change(run.description) }
  return context
}

function computed(context: WorkerContext, run: TaskRun, text: string): WorkerContext {
  writeFileSync(join(run.outputDir, 'computed.json'), text)
  return context
}
