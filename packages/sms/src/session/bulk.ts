import type { Secret } from '@iexec-sim/base'
import {
  type Address,
  addressText,
  type DatasetInfo,
  type DatasetOrder,
  type DealId,
  type Hex,
  isHexAddress,
  type TaskDescription,
  ZERO_ADDRESS,
  ZERO_BYTES32,
} from '@iexec-sim/protocol'
import type { Logger } from 'pino'
import { web3Id } from '../store/secret-store.ts'
import type { SecretReader } from './session-secrets.ts'

/** Reads content by its path, `/ipfs/<cid>`; a gateway's client is one. */
export interface ContentReader {
  /** Reads all bytes of a path; rejects above `maxBytes`. */
  bytes(path: string, maxBytes: number): Promise<Uint8Array>
}

/** The chain as bulk processing reads it. */
export interface BulkChain {
  /** Returns a dataset's fields; `undefined` if no dataset has this address. */
  viewDataset(dataset: Hex): Promise<DatasetInfo | undefined>
  /** Whether the hub finds that the order allows its dataset to be used in the deal. */
  isDatasetCompatible(order: DatasetOrder, dealId: DealId): Promise<boolean>
}

/**
 * One dataset of a task's slice; `found` is absent when its order does not allow this deal to use
 * it.
 */
export interface BulkDataset {
  /** As the order names it. */
  address: Address
  /** Location of the encrypted dataset, its SHA-256 and the key, if the SMS has it. */
  found?: { uri: string; checksum: string; key: Secret | undefined }
}

/** Largest list that is read, bytes: a slice holds at most 100 signed orders. */
const MOST_BYTES = 1024 ** 2
/** Most datasets of one task. */
const MOST_DATASETS = 100
/** An order for bulk processing is open for good: at least this volume. */
const LEAST_VOLUME = 2n ** 53n - 2n

/**
 * The datasets of a task of a bulk deal: its slice of the list that `bulk_cid` names. `undefined`:
 * no bulk deal. A list that cannot be read counts as empty.
 */
export async function bulkSlice(
  { deal, task, params, generation }: TaskDescription,
  {
    content,
    chain,
    secrets,
    log,
  }: { content: ContentReader; chain: BulkChain; secrets: SecretReader; log: Logger },
): Promise<BulkDataset[] | undefined> {
  if (generation !== 'v9' || params.bulkCid === '') return undefined
  try {
    const slices = await readList<string>(content, params.bulkCid)
    const orders = await readList<DatasetOrder>(content, slices[Number(task.index)]!)
    if (orders.length > MOST_DATASETS)
      throw new RangeError(`a slice of ${orders.length} datasets, at most ${MOST_DATASETS}`)
    // One entry that makes no sense costs its own dataset and no other.
    const read = (order: DatasetOrder) => readDataset(order, deal.dealId, chain, secrets)
    return await Promise.all(
      orders.map((order) => read(order).catch(() => ({ address: addressOf(order) }))),
    )
  } catch (error) {
    log.warn(
      { taskId: task.taskId, reason: (error as Error).message },
      'slice of a bulk deal could not be read',
    )
    return []
  }
}

/** Dataset address of an entry; zero for an invalid one. */
function addressOf(order: Partial<DatasetOrder> | null): Address {
  return order?.dataset && isHexAddress(order.dataset) ? order.dataset : ZERO_ADDRESS
}

async function readList<T>(content: ContentReader, cid: string): Promise<T[]> {
  const list: unknown = JSON.parse(
    Buffer.from(await content.bytes(`/ipfs/${cid}`, MOST_BYTES)).toString('utf8'),
  )
  if (!Array.isArray(list)) throw new SyntaxError('not a list')
  return list
}

async function readDataset(
  order: DatasetOrder,
  dealId: DealId,
  chain: BulkChain,
  secrets: SecretReader,
): Promise<BulkDataset> {
  const address = addressOf(order)
  if (address === ZERO_ADDRESS) return { address }
  const info = await chain.viewDataset(address)
  const usable =
    info !== undefined &&
    info.checksum !== ZERO_BYTES32 &&
    BigInt(order.volume) >= LEAST_VOLUME &&
    (await chain.isDatasetCompatible(order, dealId))
  if (!usable) return { address }
  const uri = addressText(info.multiaddr)
  return { address, found: { uri, checksum: info.checksum, key: secrets.reveal(web3Id(address)) } }
}

/** Variables about the slice for the app: the number of datasets and their file names. */
export function bulkAppVariables(slice: BulkDataset[] | undefined): Record<string, string> {
  if (!slice) return {}
  return {
    IEXEC_BULK_SLICE_SIZE: String(slice.length),
    ...Object.fromEntries(
      slice.map(({ address }, i) => [`IEXEC_DATASET_${i + 1}_FILENAME`, address]),
    ),
  }
}

/**
 * Variables about the slice for pre-compute: the location and key of each dataset, empty for one
 * that may not be used.
 */
export function bulkPreComputeVariables(
  slice: BulkDataset[] | undefined,
): Record<string, string | Secret> {
  const variables: Record<string, string | Secret> = bulkAppVariables(slice)
  for (const [i, { found }] of (slice ?? []).entries()) {
    variables[`IEXEC_DATASET_${i + 1}_URL`] = found?.uri ?? ''
    variables[`IEXEC_DATASET_${i + 1}_CHECKSUM`] = found?.checksum ?? ''
    variables[`IEXEC_DATASET_${i + 1}_KEY`] = found?.key ?? ''
  }
  return variables
}
