import { createReadStream, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createGunzip } from 'node:zlib'
import { SimError } from '@iexec-sim/base'
import { unpackFolder } from '@iexec-sim/docker'
import type { ProfileName } from '@iexec-sim/protocol'
import type { TaskDetails } from '@iexec-sim/workerpool/client'
import { type Cell, cellsOf } from '../cells/cells.ts'
import { matrixOf } from '../matrix-file.ts'

/** Format of bundles this version writes, and the only one it reads. */
export const BUNDLE_FORMAT = 1
/** File of a bundle with its facts. */
export const FACTS = 'bundle.json'
const LIMITS = { maxBytes: 1024 ** 3, maxFiles: 100 }

/** Facts about a cell in its bundle. */
export interface BundleFacts {
  /** Format of the bundle. */
  format: number
  /** Name of the cell. */
  name: string
  /** The cell as it can be run again; values of secrets are masked. */
  cell: Cell
  /** Why it failed. */
  reason: string
  /** Profile it ran on. */
  profile: ProfileName
  /** Versions of the software involved, by name. */
  versions: Record<string, string>
  /** ISO 8601. */
  madeAt: string
  /** The task, if the cell got as far as one. */
  task?: { dealId: string; taskId: string; status: string; cause?: string | undefined }
}

/** Bundle of a failed cell. */
export interface Bundle {
  /** Facts about the cell. */
  facts: BundleFacts
  /** Log of all services, one JSON document a line. */
  log: string
  /**
   * Blocks of the chain, with their transactions and events; empty when the network did not start.
   */
  chain: { number: number; time: string; transactions: unknown[] }[]
  /** The task as the scheduler saw it, with the output of its containers. */
  task: TaskDetails | undefined
}

/** Reads a bundle. Throws `BUNDLE_CORRUPT` and `BUNDLE_FORMAT`. */
export async function openBundle(file: string): Promise<Bundle> {
  const dir = mkdtempSync(join(tmpdir(), 'iexec-sim-bundle-'))
  try {
    await unpack(file, dir)
    const facts = read<BundleFacts>(file, join(dir, FACTS))
    if (!isRecord(facts)) throw corrupt(file, `it has no ${FACTS}`)
    if (facts.format !== undefined && facts.format !== BUNDLE_FORMAT)
      throw new SimError('BUNDLE_FORMAT', { file, format: facts.format, known: BUNDLE_FORMAT })
    if (!isWhole(facts)) throw corrupt(file, `its ${FACTS} lacks something`)
    const chain = read<Bundle['chain']>(file, join(dir, 'chain.json')) ?? []
    const task = read<TaskDetails>(file, join(dir, 'task.json'))
    if (!Array.isArray(chain)) throw corrupt(file, 'its chain.json is not a list')
    if (task !== undefined && !isTask(task)) throw corrupt(file, 'its task.json is not of a task')
    return {
      facts: { ...facts, cell: cellOf(facts.cell, file) },
      log: text(join(dir, 'network.log')) ?? '',
      chain,
      task,
    }
  } finally {
    rmSync(dir, { recursive: true, force: true })
  }
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

function isWhole(facts: Partial<BundleFacts>): boolean {
  const { format, name, reason, madeAt, versions, cell } = facts
  return (
    format === BUNDLE_FORMAT &&
    [name, reason, madeAt].every(isText) &&
    isRecord(versions) &&
    isRecord(cell)
  )
}

function isTask(task: Partial<TaskDetails>): boolean {
  const { statuses, replicates } = task ?? {}
  const isUpdates = (list: unknown) =>
    Array.isArray(list) &&
    list.every((item) => isRecord(item) && isText(item.date) && isText(item.status))
  const isReplicate = (item: unknown) =>
    isRecord(item) && isText(item.workerWallet) && isUpdates(item.updates)
  return isUpdates(statuses) && Array.isArray(replicates) && replicates.every(isReplicate)
}

const isText = (value: unknown): boolean => typeof value === 'string'

/** A cell is a matrix of one. */
function cellOf(cell: object, file: string): Cell {
  try {
    const { faults, ...axes } = cell as Partial<Cell>
    const cells = cellsOf(matrixOf({ ...axes, faults: [faults] }, file))
    if (cells.length === 1) return cells[0]!
  } catch (error) {
    throw corrupt(file, (error as Error).message)
  }
  throw corrupt(file, 'it is not of one cell')
}

async function unpack(file: string, dir: string): Promise<void> {
  const source = createReadStream(file)
  const unpacked = createGunzip()
  source.on('error', (error) => unpacked.destroy(error))
  try {
    await unpackFolder(source.pipe(unpacked), dir, LIMITS)
  } catch (error) {
    throw corrupt(file, (error as Error).message)
  }
}

function read<T>(file: string, path: string): T | undefined {
  const content = text(path)
  if (content === undefined) return undefined
  try {
    return JSON.parse(content) as T
  } catch (error) {
    throw corrupt(file, (error as Error).message)
  }
}

function text(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    return undefined
  }
}

const corrupt = (file: string, reason: string) => new SimError('BUNDLE_CORRUPT', { file, reason })
