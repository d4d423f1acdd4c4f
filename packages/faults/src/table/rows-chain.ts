import { type FaultRow, made, raised } from './fault-row.ts'
import type { WorkerStage } from './stages.ts'

/** Stages at which a worker checks that its work still makes sense. */
const CHECKED: readonly WorkerStage[] = [
  'start',
  'download-app',
  'download-data',
  'compute',
  'contribute-and-finalize',
  'contribute',
]
const SENDING: readonly WorkerStage[] = ['contribute-and-finalize', 'contribute']
const PROVING: readonly WorkerStage[] = [...SENDING, 'reveal']

/** Faults at the start of a task, with its files, and between worker and chain. */
export const CHAIN_ROWS: readonly FaultRow[] = [
  made('CHAIN_UNREACHABLE', CHECKED, 'the chain does not answer the worker'),
  made('STAKE_TOO_LOW', CHECKED, 'the worker reads a stake below what the deal locks'),
  made('TASK_NOT_ACTIVE', CHECKED, 'the worker reads that the task is over'),
  made('CONTRIBUTION_TIMEOUT', CHECKED, "the worker's clock has passed the contribution deadline"),
  made('CONTRIBUTION_ALREADY_SET', CHECKED, 'the worker reads that it has contributed'),
  made('WORKERPOOL_AUTHORIZATION_NOT_FOUND', CHECKED, 'the authorization is for another wallet'),
  made('TASK_DESCRIPTION_NOT_FOUND', ['start'], 'the worker finds no such app'),
  made('TASK_DESCRIPTION_INVALID', ['start'], 'the deal asks for an encrypted result', {
    needs: ['standard'],
  }),
  made('TEE_NOT_SUPPORTED', ['start'], 'the machine has no enclaves', { needs: ['tee'] }),
  made('UNKNOWN_SMS', ['start'], 'the scheduler names no SMS', { needs: ['tee'] }),
  made('GET_TEE_SERVICES_CONFIGURATION_FAILED', ['start'], 'the SMS does not answer the worker', {
    needs: ['tee'],
  }),
  raised(
    'TEE_PREPARATION_FAILED',
    ['start', 'compute'],
    'no local attestation service exists that could fail',
    {
      needs: ['tee'],
    },
  ),
  made('APP_IMAGE_DOWNLOAD_FAILED', ['download-app'], 'image and registry are not found', {
    needs: ['standard'],
  }),
  made('DATASET_FILE_DOWNLOAD_FAILED', ['download-data'], 'no gateway responds', {
    needs: ['standard', 'dataset'],
  }),
  made('DATASET_FILE_BAD_CHECKSUM', ['download-data'], 'the chain holds another checksum', {
    needs: ['standard', 'dataset'],
  }),
  made('INPUT_FILES_DOWNLOAD_FAILED', ['download-data'], 'no gateway responds', {
    needs: ['standard', 'input-files'],
  }),
  made('APP_NOT_FOUND_LOCALLY', ['compute'], 'the image is gone from the engine'),
  raised('OUT_OF_GAS', SENDING, 'wallets of workers never run dry here'),
  made('DETERMINISM_HASH_NOT_FOUND', PROVING, 'the digest of the result is lost'),
  made('ENCLAVE_SIGNATURE_NOT_FOUND', SENDING, 'the signature of the enclave is lost', {
    needs: ['tee'],
  }),
  made(
    'CHAIN_RECEIPT_NOT_VALID',
    PROVING,
    'the chain reverts the transaction: signature or digest are wrong',
  ),
  made('TRUST_NOT_1', ['contribute-and-finalize'], 'the worker reads another trust', {
    needs: ['tee'],
  }),
  made(
    'TASK_ALREADY_CONTRIBUTED',
    ['contribute-and-finalize'],
    'the worker reads that the task has a contribution',
    {
      needs: ['tee'],
    },
  ),
  raised('CONSENSUS_BLOCK_MISSING', ['reveal'], 'the order to reveal carries no block here', {
    needs: ['standard'],
  }),
  raised('BLOCK_NOT_REACHED', ['reveal'], 'every worker sees the same block here', {
    needs: ['standard'],
  }),
  made('CANNOT_REVEAL', ['reveal'], 'the worker reads another consensus', { needs: ['standard'] }),
  made('RESULT_LINK_MISSING', ['upload'], 'the result proxy refuses the token', {
    needs: ['standard'],
  }),
  raised(
    'CONSENSUS_REACHED',
    SENDING,
    'it takes others to reach one; the worker aborts as it does then',
  ),
  raised('UNKNOWN', [...CHECKED, ...PROVING].filter(isFirst), 'an unforeseen error'),
]

function isFirst<T>(value: T, i: number, all: readonly T[]): boolean {
  return all.indexOf(value) === i
}
