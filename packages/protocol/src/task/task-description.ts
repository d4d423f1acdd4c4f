import type { AppInfo, Category, DatasetInfo, Deal, OnchainTask } from '../chain/chain-types.ts'
import { inputFileName } from '../chain/digests.ts'
import {
  type Bytes32,
  type DealId,
  type Hex,
  type TaskId,
  ZERO_ADDRESS,
  ZERO_BYTES32,
} from '../chain/hex.ts'
import { addressText } from '../chain/multiaddr.ts'
import { type DealParams, parseDealParams } from '../orders/deal-params.ts'
import { type TeeFramework, teeFrameworkOf } from '../orders/tags.ts'
import type { Generation } from '../profiles/profiles.ts'
import { type EnclaveConfig, parseEnclaveConfig } from '../session/enclave.ts'

/** Everything a service needs to know of a task to run it, read from the chain alone. */
export interface TaskDescription {
  /** The task on chain. */
  task: OnchainTask
  /** Its deal. */
  deal: Deal
  /** The deal's parameters, parsed. */
  params: DealParams
  /** `undefined`: a standard task. */
  framework: TeeFramework | undefined
  /** Image name, as the app contract holds it. */
  image: string
  /** Checksum of the image in the app contract: 32 bytes of hex. */
  checksum: Bytes32
  /** `undefined` when the app has none. */
  enclave: EnclaveConfig | undefined
  /** `undefined` when the deal has none. */
  dataset: { address: string; uri: string; checksum: string } | undefined
  /** Seconds each stage may run. */
  maxExecutionTime: number
  /** Generation of the protocol's services. */
  generation: Generation
}

/** Source of task descriptions, such as the hub client. */
export interface TaskReader {
  /** Returns a task; `undefined` before it is initialized. */
  viewTask(taskId: TaskId): Promise<OnchainTask | undefined>
  /** Returns a deal; `undefined` if there is none with this id. */
  viewDeal(dealId: DealId): Promise<Deal | undefined>
  /** Returns an app's fields; `undefined` if no app has this address. */
  viewApp(app: Hex): Promise<AppInfo | undefined>
  /** Returns a dataset's fields; `undefined` if no dataset has this address. */
  viewDataset(dataset: Hex): Promise<DatasetInfo | undefined>
  /** Returns a category; `undefined` if there is none with this id. */
  viewCategory(id: bigint): Promise<Category | undefined>
}

/** Reads a task's description; `undefined` when any part of it is missing or unreadable. */
export async function describeTask(
  reader: TaskReader,
  taskId: TaskId,
  generation: Generation,
): Promise<TaskDescription | undefined> {
  const task = await reader.viewTask(taskId)
  const deal = task && (await reader.viewDeal(task.dealId))
  if (!task || !deal) return undefined
  const hasDataset = deal.dataset.pointer !== ZERO_ADDRESS
  const [app, dataset, category] = await Promise.all([
    reader.viewApp(deal.app.pointer),
    hasDataset ? reader.viewDataset(deal.dataset.pointer) : undefined,
    reader.viewCategory(deal.category),
  ])
  const enclave = app && readEnclave(app)
  if (!app || !category || enclave === 'unreadable' || (hasDataset && !dataset)) return undefined
  return {
    task,
    deal,
    params: parseDealParams(deal.params, generation),
    framework: teeFrameworkOf(deal.tag),
    image: addressText(app.multiaddr),
    checksum: app.checksum,
    enclave,
    dataset: dataset && datasetOf(deal.dataset.pointer, dataset),
    maxExecutionTime: Number(category.workClockTimeRef),
    generation,
  }
}

function readEnclave(app: AppInfo): EnclaveConfig | undefined | 'unreadable' {
  try {
    return parseEnclaveConfig(app.mrenclave)
  } catch {
    return 'unreadable'
  }
}

function datasetOf(
  address: string,
  { multiaddr, checksum }: DatasetInfo,
): TaskDescription['dataset'] {
  const uri = addressText(multiaddr)
  return uri === '' || checksum === ZERO_BYTES32
    ? undefined
    : { address: address.toLowerCase(), uri, checksum }
}

/** The variables every app sees, standard or TEE, secrets left out. */
export function appVariables(description: TaskDescription): Record<string, string> {
  const { task, deal, params, generation } = description
  const hasDataset = deal.dataset.pointer !== ZERO_ADDRESS
  // Lower case, as the real services' chain library writes addresses.
  const dataset = hasDataset || generation === 'v9' ? deal.dataset.pointer.toLowerCase() : ''
  return {
    IEXEC_TASK_ID: task.taskId,
    IEXEC_IN: '/iexec_in',
    IEXEC_OUT: '/iexec_out',
    IEXEC_BOT_SIZE: String(deal.botSize),
    IEXEC_BOT_FIRST_INDEX: String(deal.botFirst),
    IEXEC_BOT_TASK_INDEX: String(task.index),
    IEXEC_DATASET_ADDRESS: dataset,
    IEXEC_DATASET_FILENAME: dataset,
    IEXEC_INPUT_FILES_NUMBER: String(params.inputFiles.length),
    ...(params.inputFiles.length > 0 ? { IEXEC_INPUT_FILES_FOLDER: '/iexec_in' } : {}),
    ...Object.fromEntries(
      params.inputFiles.map((url, i) => [`IEXEC_INPUT_FILE_NAME_${i + 1}`, inputFileName(url)]),
    ),
    ...dealVariables(description),
  }
}

/**
 * The variables that say which deal a task is of; the v9 generation has them in every stage but
 * post-compute.
 */
export function dealVariables({ task, generation }: TaskDescription): Record<string, string> {
  return generation === 'v9'
    ? { IEXEC_DEAL_ID: task.dealId, IEXEC_TASK_INDEX: String(task.index) }
    : {}
}
