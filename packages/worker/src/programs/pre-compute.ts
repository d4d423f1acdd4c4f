import { createDecipheriv } from 'node:crypto'
import { statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileDigest, inputFileName } from '@iexec-sim/protocol'
import { orFail, type ProgramInput, runProgram, StageFailure } from './enclave-program.ts'

/** Where the worker wants the files, and the gateway that serves `/ipfs/…`. */
export interface PreComputeParameters {
  inputDir: string
  gatewayUrl: string
}

const IV_BYTES = 16

await runProgram<PreComputeParameters, object>(
  'IEXEC_TASK_ID',
  'PRE_COMPUTE_FAILED_UNKNOWN_ISSUE',
  async ({ variables, parameters }) => {
    const plan = readPlan(variables)
    if (!isDirectory(parameters.inputDir)) throw new StageFailure('PRE_COMPUTE_OUTPUT_FOLDER_NOT_FOUND')
    if (plan.dataset) await bringDataset(plan.dataset, parameters)
    for (const url of plan.inputFiles) {
      const bytes = await orFail('PRE_COMPUTE_INPUT_FILE_DOWNLOAD_FAILED', () => download(url, parameters.gatewayUrl))
      writeFileSync(join(parameters.inputDir, inputFileName(url)), bytes)
    }
    return {}
  },
)

interface Dataset {
  url: string
  key: string
  checksum: string
  fileName: string
}

/** What the variables ask for. They are read in a fixed order: the first one missing is the cause. */
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

async function bringDataset(dataset: Dataset, { inputDir, gatewayUrl }: PreComputeParameters): Promise<void> {
  const encrypted = await orFail('PRE_COMPUTE_DATASET_DOWNLOAD_FAILED', () => download(dataset.url, gatewayUrl))
  if (fileDigest(encrypted) !== dataset.checksum) throw new StageFailure('PRE_COMPUTE_INVALID_DATASET_CHECKSUM')
  const plain = await orFail('PRE_COMPUTE_DATASET_DECRYPTION_FAILED', () => decrypt(encrypted, dataset.key))
  await orFail('PRE_COMPUTE_SAVING_PLAIN_DATASET_FAILED', () => writeFileSync(join(inputDir, dataset.fileName), plain))
}

/** AES-256-CBC, the first 16 bytes being the initialisation vector. */
function decrypt(encrypted: Uint8Array, key: string): Buffer {
  const decipher = createDecipheriv('aes-256-cbc', Buffer.from(key, 'base64'), encrypted.subarray(0, IV_BYTES))
  return Buffer.concat([decipher.update(encrypted.subarray(IV_BYTES)), decipher.final()])
}

async function download(url: string, gatewayUrl: string): Promise<Uint8Array> {
  const response = await fetch(url.startsWith('/') ? gatewayUrl + url : url)
  if (!response.ok) throw new Error(`status ${response.status}`)
  return new Uint8Array(await response.arrayBuffer())
}

function isDirectory(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false
}
