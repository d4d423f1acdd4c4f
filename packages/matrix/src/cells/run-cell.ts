import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { SimError } from '@iexec-sim/base'
import { connectAsOwner } from '@iexec-sim/client/owner'
import { resultFiles } from '@iexec-sim/client/requester'
import { type Profile, profiles } from '@iexec-sim/protocol'
import { checkFaults, defaultConfig, type Network, startNetwork } from '@iexec-sim/stack'
import type { TaskDetails } from '@iexec-sim/workerpool/client'
import { maskOfCell } from '../bundle/mask-of-cell.ts'
import { writeBundle } from '../bundle/write-bundle.ts'
import type { Expectation } from '../matrix.ts'
import type { Asker } from './asker.ts'
import type { CellOptions, CellOutcome, TaskOutcome } from './cell-outcome.ts'
import { type Cell, cellName } from './cells.ts'
import { LibraryAsker } from './library-asker.ts'
import { OwnAsker } from './own-asker.ts'

/**
 * Runs one cell in a network of its own, which leaves nothing but the bundle of one that failed.
 */
export async function runCell(cell: Cell, options: CellOptions): Promise<CellOutcome> {
  const startedAt = performance.now()
  const outcome = (verdict: CellOutcome['verdict'], reason = '', bundle?: string): CellOutcome => ({
    ...{ cell, name: cellName(cell), verdict, reason },
    durationMs: Math.round(performance.now() - startedAt),
    ...(bundle === undefined ? {} : { bundle }),
  })
  const profile = profileOf(cell)
  if (!profile) return outcome('skipped', `no network serves ${cell.tee} to client ${cell.sdk}`)
  const dir = mkdtempSync(join(tmpdir(), 'iexec-sim-cell-'))
  let network: Network | undefined
  let task: TaskOutcome | undefined
  const failed = async (why: string): Promise<CellOutcome> => {
    const reason = maskOfCell(cell)(why)
    try {
      return outcome(
        'failed',
        reason,
        await writeBundle({ cell, reason, profile, dir, network, task, options }),
      )
    } catch (error) {
      // The other cells, and the reports, are worth more than this one's bundle.
      return outcome(
        'failed',
        `${reason}; its bundle could not be written: ${(error as Error).message}`,
      )
    }
  }
  try {
    network = await startNetwork(await configOf(cell, profile, dir))
    task = await withTimeout(cell, options.signal, askAndFollow(cell, network, dir, options))
    const different = mismatch(cell.expect, task)
    return different === undefined ? outcome('passed') : await failed(different)
  } catch (error) {
    return await failed((error as Error).message)
  } finally {
    await network?.close()
    rmSync(dir, { recursive: true, force: true })
  }
}

/**
 * The network whose services and frameworks suit a cell; the older client's where it does not
 * matter.
 */
function profileOf({ tee, sdk }: Cell): Profile | undefined {
  return Object.values(profiles).find(
    ({ clientMajors, teeFrameworks }) =>
      (sdk === 'none' || clientMajors.includes(sdk)) &&
      (tee === 'none' || teeFrameworks.includes(tee)),
  )
}

/** Throws for an invalid protocol or fault of a cell, before anything is started. */
export async function checkCells(cells: readonly Cell[]): Promise<void> {
  for (const cell of cells) {
    const profile = profileOf(cell)
    if (profile) checkFaults(await configOf(cell, profile, '.'))
  }
}

async function configOf({ protocol, faults, seed }: Cell, profile: Profile, dir: string) {
  const source =
    protocol === 'builtin'
      ? undefined
      : (await import('@iexec-sim/contracts/sources')).parseSource(protocol)
  return {
    ...defaultConfig(profile),
    stateDir: join(dir, 'state'),
    ports: Object.fromEntries(Object.keys(profile.ports).map((name) => [name, 0])),
    ...(source === undefined ? {} : { protocol: source }),
    ...(faults.faults.length === 0 ? {} : { faults: faults.faults }),
    ...(seed === undefined ? {} : { seed }),
  }
}

async function askAndFollow(
  cell: Cell,
  network: Network,
  dir: string,
  { projectDir }: CellOptions,
): Promise<TaskOutcome> {
  await using owned = connectAsOwner('matrix')
  const running = {
    sheet: network.sheet,
    controlToken: network.controlToken,
    stateDir: join(dir, 'state'),
  }
  const own = new OwnAsker(running, owned.engine)
  const asker: Asker =
    cell.sdk === 'none' ? own : await LibraryAsker.load(cell.sdk, own, projectDir)
  const asked = await asker.ask(cell)
  let details: TaskDetails | undefined
  for await (const seen of own.requester.follow(asked.taskId)) details = seen
  const onchain = await own.requester.onchainTask(asked.taskId)
  const files =
    onchain && (await resultFiles(network.sheet.gateway, onchain.results).catch(() => undefined))
  const updates = details?.replicates.flatMap((replicate) => replicate.updates) ?? []
  return {
    ...asked,
    status: onchain?.status === 'COMPLETED' ? 'COMPLETED' : 'FAILED',
    cause: updates.find(({ cause }) => cause)?.cause,
    text:
      files &&
      Object.values(files)
        .map((bytes) => Buffer.from(bytes).toString('utf8'))
        .join('\n'),
    details,
  }
}

/** Difference of a task from its expectation; `undefined` if there is none. */
function mismatch(
  { status = 'COMPLETED', cause, text }: Expectation,
  task: TaskOutcome,
): string | undefined {
  const why = [task.cause, task.details?.diagnosis?.reason].filter(Boolean).join(', ')
  if (task.status !== status)
    return `the task is ${task.status}${why ? ` (${why})` : ''}, not ${status}`
  if (cause !== undefined && task.cause !== cause)
    return `the cause is ${task.cause ?? 'none'}, not ${cause}`
  if (text !== undefined && !task.text?.includes(text))
    return `the result does not contain ${JSON.stringify(text)}`
  return undefined
}

async function withTimeout<T>(
  { timeout }: Cell,
  signal: AbortSignal | undefined,
  work: Promise<T>,
): Promise<T> {
  const { promise, reject } = Promise.withResolvers<never>()
  const late = setTimeout(
    () => reject(new SimError('CELL_TIMEOUT', { seconds: timeout })),
    timeout * 1000,
  )
  const stopped = () => reject(new SimError('CELL_STOPPED', {}))
  signal?.addEventListener('abort', stopped, { once: true })
  work.catch(() => {})
  try {
    if (signal?.aborted) stopped()
    return await Promise.race([work, promise])
  } finally {
    clearTimeout(late)
    signal?.removeEventListener('abort', stopped)
  }
}
