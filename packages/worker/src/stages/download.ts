import { join } from 'node:path'
import { inputFileName } from '@iexec-sim/protocol'
import { datasetUrl, fetchToFile } from '../fetch-file.ts'
import { sha256File } from '../result-digest.ts'
import { type DescribedRun, TaskFailure } from '../task-run.ts'
import type { WorkerContext } from '../worker-context.ts'
import { checkPreconditions } from './preconditions.ts'

/** Makes sure the app's image is on the engine: the local one first, a registry after that. */
export async function downloadApp(context: WorkerContext, run: DescribedRun): Promise<void> {
  await checkPreconditions(context, run)
  const { image, maxExecutionTime } = run.description
  if (await context.engine.inspectImage(image)) return
  try {
    await context.engine.pullImage(image, pullTimeoutMs(maxExecutionTime * 1000), run.signal)
  } catch (error) {
    throw new TaskFailure('APP_IMAGE_DOWNLOAD_FAILED', { diagnosis: (error as Error).message })
  }
}

/**
 * The real worker's bound: 10 × log10 of a tenth of the execution time in its own odd minutes,
 * between 5 and 30 minutes.
 */
function pullTimeoutMs(maxExecutionTimeMs: number): number {
  const minutes = Math.round(10 * Math.log10(maxExecutionTimeMs / 60 / 10))
  return Math.min(Math.max(minutes, 5), 30) * 60_000
}

/**
 * Brings dataset and input files of a standard task; those of a TEE task are pre-compute's work.
 */
export async function downloadData(context: WorkerContext, run: DescribedRun): Promise<void> {
  await checkPreconditions(context, run)
  const { framework, dataset, params } = run.description
  if (framework) return
  if (dataset) {
    const file = join(run.inputDir, dataset.address)
    const url = datasetUrl(dataset.uri, context.gatewayUrl)
    await fetchOrFail(context, run, url, file, 'DATASET_FILE_DOWNLOAD_FAILED')
    if ((await sha256File(file)) !== dataset.checksum)
      throw new TaskFailure('DATASET_FILE_BAD_CHECKSUM')
  }
  for (const url of params.inputFiles) {
    await fetchOrFail(
      context,
      run,
      url,
      join(run.inputDir, inputFileName(url)),
      'INPUT_FILES_DOWNLOAD_FAILED',
    )
  }
}

async function fetchOrFail(
  { gatewayUrl, inputHosts, limits }: WorkerContext,
  run: DescribedRun,
  url: string,
  file: string,
  cause: 'DATASET_FILE_DOWNLOAD_FAILED' | 'INPUT_FILES_DOWNLOAD_FAILED',
): Promise<void> {
  const timeoutMs = run.description.maxExecutionTime * 1000
  try {
    await fetchToFile(url, file, {
      gatewayUrl,
      inputHosts,
      maxBytes: limits.maxInputBytes,
      timeoutMs,
      signal: run.signal,
    })
  } catch (error) {
    run.signal.throwIfAborted()
    throw new TaskFailure(cause, { diagnosis: (error as Error).message })
  }
}
