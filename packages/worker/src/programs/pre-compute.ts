import { createDecipheriv } from 'node:crypto'
import {
  closeSync,
  createReadStream,
  openSync,
  readSync,
  renameSync,
  rmSync,
  statSync,
} from 'node:fs'
import { open } from 'node:fs/promises'
import { join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { inputFileName } from '@iexec-sim/protocol'
import { datasetUrl, fetchToFile } from '../fetch-file.ts'
import { sha256File } from '../result-digest.ts'
import { orFail, type ProgramInput, runProgram, StageFailure } from './enclave-program.ts'

/** Destination of the files, and the gateway that serves `/ipfs/…`. */
export interface PreComputeParameters {
  /** Folder the files are written to. */
  inputDir: string
  /** URL of the IPFS gateway. */
  gatewayUrl: string
  /** Hosts besides the gateway that may be asked. */
  inputHosts: string[]
  /** Largest file, bytes. */
  maxBytes: number
  /** Milliseconds each download may take. */
  timeoutMs: number
}

const IV_BYTES = 16

await runProgram<PreComputeParameters, PreComputeReport>(
  ['IEXEC_TASK_ID'],
  'PRE_COMPUTE_FAILED_UNKNOWN_ISSUE',
  async ({ variables, parameters }) => {
    const plan = readPlan(variables)
    if (!isDirectory(parameters.inputDir))
      throw new StageFailure('PRE_COMPUTE_OUTPUT_FOLDER_NOT_FOUND')
    if (plan.dataset) await bringDataset(plan.dataset, parameters)
    const missingDatasets = await bringSlice(variables, parameters)
    for (const url of plan.inputFiles) {
      const file = join(parameters.inputDir, inputFileName(url))
      await orFail(
        'PRE_COMPUTE_INPUT_FILE_DOWNLOAD_FAILED',
        () => fetchToFile(url, file, parameters),
        said,
      )
    }
    return { missingDatasets }
  },
  // Loads what it downloads with.
  () => fetch('data:,'),
)

/** Report of the program on success. */
export interface PreComputeReport {
  /** Datasets of a bulk task that could not be brought, by file name; the app runs without them. */
  missingDatasets: string[]
}

interface Dataset {
  url: string
  key: string
  checksum: string
  fileName: string
}

/**
 * The inputs that the variables name. They are read in a fixed order: the first one missing is the
 * cause.
 */
function readPlan(variables: ProgramInput<PreComputeParameters>['variables']): {
  dataset: Dataset | undefined
  inputFiles: string[]
} {
  const need = (name: string, cause: ConstructorParameters<typeof StageFailure>[0]): string => {
    const value = variables[name]
    if (!value) throw new StageFailure(cause)
    return value
  }
  need('IEXEC_PRE_COMPUTE_OUT', 'PRE_COMPUTE_OUTPUT_PATH_MISSING')
  const wanted = need('IS_DATASET_REQUIRED', 'PRE_COMPUTE_IS_DATASET_REQUIRED_MISSING') === 'true'
  const dataset = wanted
    ? {
        url: need('IEXEC_DATASET_URL', 'PRE_COMPUTE_DATASET_URL_MISSING'),
        key: need('IEXEC_DATASET_KEY', 'PRE_COMPUTE_DATASET_KEY_MISSING'),
        checksum: need('IEXEC_DATASET_CHECKSUM', 'PRE_COMPUTE_DATASET_CHECKSUM_MISSING'),
        fileName: need('IEXEC_DATASET_FILENAME', 'PRE_COMPUTE_DATASET_FILENAME_MISSING'),
      }
    : undefined
  const count = Number(need('IEXEC_INPUT_FILES_NUMBER', 'PRE_COMPUTE_INPUT_FILES_NUMBER_MISSING'))
  const inputFiles = Array.from({ length: count }, (_, i) =>
    need(`IEXEC_INPUT_FILE_URL_${i + 1}`, 'PRE_COMPUTE_AT_LEAST_ONE_INPUT_FILE_URL_MISSING'),
  )
  return { dataset, inputFiles }
}

/**
 * Brings the datasets of a bulk task. One that may not be used, or cannot be read, is left out and
 * named in the answer.
 */
async function bringSlice(
  variables: Record<string, string>,
  parameters: PreComputeParameters,
): Promise<string[]> {
  const missing: string[] = []
  for (let n = 1; n <= Number(variables.IEXEC_BULK_SLICE_SIZE ?? 0); n += 1) {
    const of = (name: string) => variables[`IEXEC_DATASET_${n}_${name}`] ?? ''
    const dataset = {
      url: of('URL'),
      key: of('KEY'),
      checksum: of('CHECKSUM'),
      fileName: of('FILENAME'),
    }
    const brought =
      dataset.url !== '' &&
      (await bringDataset(dataset, parameters).then(
        () => true,
        () => false,
      ))
    if (!brought) missing.push(dataset.fileName)
  }
  return missing
}

async function bringDataset(dataset: Dataset, parameters: PreComputeParameters): Promise<void> {
  const encrypted = join(parameters.inputDir, '.encrypted')
  const decrypted = join(parameters.inputDir, '.decrypted')
  const plain = join(parameters.inputDir, dataset.fileName)
  try {
    const url = datasetUrl(dataset.url, parameters.gatewayUrl)
    await orFail(
      'PRE_COMPUTE_DATASET_DOWNLOAD_FAILED',
      () => fetchToFile(url, encrypted, parameters),
      said,
    )
    if ((await sha256File(encrypted)) !== dataset.checksum)
      throw new StageFailure('PRE_COMPUTE_INVALID_DATASET_CHECKSUM')
    await orFail('PRE_COMPUTE_DATASET_DECRYPTION_FAILED', () =>
      decrypt(encrypted, decrypted, dataset.key),
    )
    await orFail('PRE_COMPUTE_SAVING_PLAIN_DATASET_FAILED', () => {
      rmSync(encrypted)
      renameSync(decrypted, plain)
    })
  } catch (error) {
    // An app that runs without this dataset finds nothing of it.
    for (const file of [encrypted, decrypted, plain]) rmSync(file, { force: true })
    throw error
  }
}

/** AES-256-CBC, the first 16 bytes being the initialisation vector. */
async function decrypt(encrypted: string, plain: string, key: string): Promise<void> {
  const file = openSync(encrypted, 'r')
  const vector = Buffer.alloc(IV_BYTES)
  const read = readSync(file, vector)
  closeSync(file)
  if (read < IV_BYTES) throw new StageFailure('PRE_COMPUTE_FAILED_UNKNOWN_ISSUE')
  const decipher = createDecipheriv('aes-256-cbc', Buffer.from(key, 'base64'), vector)
  // Open before a wrong key can fail, or the file could appear after the failure was cleaned up.
  const kept = await open(plain, 'w', 0o600)
  await pipeline(
    createReadStream(encrypted, { start: IV_BYTES }),
    decipher,
    kept.createWriteStream(),
  )
}

/** A download's error names addresses and statuses, which are public on the chain. */
function said({ message }: Error): string {
  return message
}

function isDirectory(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false
}
