import type { FaultCause } from './fault-names.ts'
import { type FaultRow, made, raised, type TaskNeed } from './fault-row.ts'

const DATASET: readonly TaskNeed[] = ['tee', 'dataset']
const FILES: readonly TaskNeed[] = ['tee', 'input-files']
/** Pre-compute runs where there is something to bring; a dataset will do. */
const PRE = DATASET

const worker = (cause: FaultCause, by: string, needs = PRE) =>
  made(cause, ['pre-compute'], by, { needs })
const session = (cause: FaultCause, by: string, needs = PRE) =>
  made(cause, ['pre-compute'], by, { needs, maker: 'sms' })
const without = (cause: FaultCause, variable: string, needs = PRE) =>
  session(cause, `the session lacks ${variable}`, needs)
const laterGeneration = (cause: FaultCause) =>
  raised(cause, ['pre-compute'], 'pre-compute reports over a pipe here and signs nothing', {
    needs: PRE,
    generation: 'v9',
  })

/** Faults before an app. */
export const PRE_COMPUTE_ROWS: readonly FaultRow[] = [
  made(
    'PRE_COMPUTE_MISSING_ENCLAVE_CONFIGURATION',
    ['compute'],
    'the app has no enclave configuration',
    {
      needs: ['enclave'],
    },
  ),
  made(
    'PRE_COMPUTE_INVALID_ENCLAVE_CONFIGURATION',
    ['compute'],
    "the app's enclave has no fingerprint",
    {
      needs: ['enclave'],
    },
  ),
  made(
    'PRE_COMPUTE_INVALID_ENCLAVE_HEAP_CONFIGURATION',
    ['compute'],
    'the enclave asks for a heap above the limit',
    {
      needs: ['enclave'],
    },
  ),
  worker('PRE_COMPUTE_IMAGE_MISSING', 'the program is not there'),
  without('PRE_COMPUTE_TASK_ID_MISSING', 'IEXEC_TASK_ID'),
  raised(
    'PRE_COMPUTE_EXIT_REPORTING_FAILED',
    ['pre-compute'],
    'its report is a pipe, which does not fail',
    {
      needs: PRE,
    },
  ),
  without('PRE_COMPUTE_OUTPUT_PATH_MISSING', 'IEXEC_PRE_COMPUTE_OUT'),
  without('PRE_COMPUTE_IS_DATASET_REQUIRED_MISSING', 'IS_DATASET_REQUIRED'),
  without('PRE_COMPUTE_DATASET_URL_MISSING', 'IEXEC_DATASET_URL'),
  without('PRE_COMPUTE_DATASET_KEY_MISSING', 'IEXEC_DATASET_KEY'),
  without('PRE_COMPUTE_DATASET_CHECKSUM_MISSING', 'IEXEC_DATASET_CHECKSUM'),
  without('PRE_COMPUTE_DATASET_FILENAME_MISSING', 'IEXEC_DATASET_FILENAME'),
  without('PRE_COMPUTE_INPUT_FILES_NUMBER_MISSING', 'IEXEC_INPUT_FILES_NUMBER'),
  without('PRE_COMPUTE_AT_LEAST_ONE_INPUT_FILE_URL_MISSING', 'IEXEC_INPUT_FILE_URL_1', FILES),
  worker('PRE_COMPUTE_OUTPUT_FOLDER_NOT_FOUND', 'the folder for its files is gone'),
  session('PRE_COMPUTE_DATASET_DOWNLOAD_FAILED', 'the session names content that does not exist'),
  session('PRE_COMPUTE_INVALID_DATASET_CHECKSUM', 'the session names another checksum'),
  session('PRE_COMPUTE_DATASET_DECRYPTION_FAILED', 'the session holds an invalid key'),
  session(
    'PRE_COMPUTE_SAVING_PLAIN_DATASET_FAILED',
    'the session names a file in a folder that is not there',
  ),
  session(
    'PRE_COMPUTE_INPUT_FILE_DOWNLOAD_FAILED',
    'the session names content that does not exist',
    FILES,
  ),
  worker('PRE_COMPUTE_TIMEOUT', 'the program is given no time'),
  session(
    'PRE_COMPUTE_FAILED_UNKNOWN_ISSUE',
    'the session is for another program, so attestation is refused',
  ),
  laterGeneration('PRE_COMPUTE_WORKER_ADDRESS_MISSING'),
  laterGeneration('PRE_COMPUTE_TEE_CHALLENGE_PRIVATE_KEY_MISSING'),
  laterGeneration('PRE_COMPUTE_INVALID_TEE_SIGNATURE'),
]

/** Faults of an app. */
export const APP_ROWS: readonly FaultRow[] = [
  made('APP_COMPUTE_FAILED', ['app'], 'the engine loses the container as it starts', {
    maker: 'engine',
  }),
  made('APP_COMPUTE_TIMEOUT', ['app'], 'the app is given no time'),
]
