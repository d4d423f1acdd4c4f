import type { Secret } from '@iexec-sim/base'
import {
  dealVariables,
  type StageSpec,
  type TaskDescription,
  ZERO_ADDRESS,
} from '@iexec-sim/protocol'
import { web3Id } from '../store/secret-store.ts'
import type { ProgramProperties } from '../tee-properties.ts'
import { type BulkDataset, bulkPreComputeVariables } from './bulk.ts'
import { SessionError } from './session-error.ts'
import type { SecretReader } from './session-secrets.ts'
import { type Signer, signingVariables } from './signing.ts'

/** Inputs of a pre-compute stage. */
export interface PreComputeInputs {
  /** The task. */
  description: TaskDescription
  /** Stored secrets. */
  secrets: SecretReader
  /** The pre-compute program. */
  program: ProgramProperties
  /** Identity and key that the stage signs with. */
  signer: Signer
  /** The task's datasets, when the deal is a bulk one. */
  bulk: BulkDataset[] | undefined
}

/**
 * Variables of the pre-compute enclave; `undefined` if the task has neither datasets nor input
 * files.
 */
export function preComputeStage(inputs: PreComputeInputs): StageSpec | undefined {
  const { description, secrets, program, signer, bulk } = inputs
  const { dataset, params, task, generation } = description
  if (!dataset && params.inputFiles.length === 0 && !bulk) return undefined
  return {
    fingerprint: program.fingerprint,
    command: program.entrypoint,
    image: program.image,
    environment: {
      IEXEC_TASK_ID: task.taskId,
      IEXEC_PRE_COMPUTE_OUT: '/iexec_in',
      IS_DATASET_REQUIRED: String(dataset !== undefined),
      ...(dataset ? datasetVariables(dataset, secrets) : {}),
      ...(params.inputFiles.length > 0 ? { IEXEC_INPUT_FILES_FOLDER: '/iexec_in' } : {}),
      IEXEC_INPUT_FILES_NUMBER: String(params.inputFiles.length),
      ...Object.fromEntries(
        params.inputFiles.map((url, i) => [`IEXEC_INPUT_FILE_URL_${i + 1}`, url]),
      ),
      ...dealVariables(description),
      ...(generation === 'v9' ? signingVariables(generation, signer) : {}),
      ...bulkPreComputeVariables(bulk),
    },
  }
}

function datasetVariables(
  dataset: NonNullable<TaskDescription['dataset']>,
  secrets: SecretReader,
): Record<string, string | Secret> {
  const key = dataset.address === ZERO_ADDRESS ? undefined : secrets.reveal(web3Id(dataset.address))
  if (!key) throw new SessionError('PRE_COMPUTE_GET_DATASET_SECRET_FAILED')
  return {
    IEXEC_DATASET_KEY: key,
    IEXEC_DATASET_URL: dataset.uri,
    IEXEC_DATASET_FILENAME: dataset.address,
    IEXEC_DATASET_CHECKSUM: dataset.checksum,
  }
}
