import { createWriteStream, existsSync, mkdirSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { createGzip } from 'node:zlib'
import { MASK } from '@iexec-sim/base'
import { VERSION } from '@iexec-sim/client'
import { packFiles } from '@iexec-sim/docker'
import type { Profile } from '@iexec-sim/protocol'
import type { Network } from '@iexec-sim/stack'
import type { CellOptions, TaskOutcome } from '../cells/cell-outcome.ts'
import { type Cell, cellName } from '../cells/cells.ts'
import { BUNDLE_FORMAT, type BundleFacts, FACTS } from './bundle.ts'
import { maskOfCell } from './mask-of-cell.ts'
import { chainTranscript } from './transcript.ts'

/** Facts about a failed cell. */
export interface FailedCell {
  /** The cell. */
  cell: Cell
  /** Why it failed. */
  reason: string
  /** Profile it ran on. */
  profile: Profile
  /** Folder of the cell, its network's state folder inside. */
  dir: string
  /** Its network; `undefined` if it did not start. */
  network: Network | undefined
  /** Its task; `undefined` before the task was over. */
  task: TaskOutcome | undefined
  /** Options the cell was run with. */
  options: CellOptions
}

/**
 * Keeps what is known of a cell that has failed: what it was, versions, the log of all services,
 * the chain's transcript, the task's timeline and what its containers printed. Secrets are masked.
 * Answers the file.
 */
export async function writeBundle(failed: FailedCell): Promise<string> {
  const { cell, reason, profile, dir, network, task, options } = failed
  const mask = maskOfCell(cell, network ? [network.controlToken] : [])
  const facts: BundleFacts = {
    format: BUNDLE_FORMAT,
    name: cellName(cell),
    cell: masked(cell),
    reason,
    profile: profile.name,
    versions: {
      'iexec-sim': VERSION,
      node: process.version,
      platform: `${process.platform}-${process.arch}`,
      ...profile.versions,
    },
    madeAt: new Date().toISOString(),
    ...(task
      ? {
          task: {
            dealId: task.dealId,
            taskId: task.taskId,
            status: task.status,
            cause: task.cause,
          },
        }
      : {}),
  }
  const files = [
    { name: FACTS, content: json(facts) },
    { name: 'network.log', content: read(join(dir, 'state', 'logs', 'network.log')) },
    ...(network
      ? [
          {
            name: 'chain.json',
            content: json(
              await chainTranscript(network.sheet).catch((error: Error) => [
                { error: error.message },
              ]),
            ),
          },
        ]
      : []),
    ...(task?.details ? [{ name: 'task.json', content: json(task.details) }] : []),
    ...(network && task
      ? [{ name: 'timeline.json', content: json(timelineOf(network, task)) }]
      : []),
  ].map(({ name, content }) => ({ name: `bundle/${name}`, content: mask(content) }))
  const file = freeName(options.bundleDir, facts.name)
  await pipeline(packFiles(files), createGzip(), createWriteStream(file, { mode: 0o600 }))
  return file
}

function timelineOf({ timeline }: Network, { taskId }: TaskOutcome): object {
  return {
    steps: timeline.ofTask(taskId),
    secrets: timeline.secretEventsOfTask(taskId),
    findings: timeline.findings(taskId),
  }
}

/** A cell as it may be kept: values of secrets are not. */
function masked(cell: Cell): Cell {
  const secrets = Object.entries(cell.secrets).map(([number, secret]) => [
    number,
    'value' in secret ? { ...secret, value: MASK } : secret,
  ])
  return { ...cell, secrets: Object.fromEntries(secrets) }
}

function freeName(dir: string, name: string): string {
  mkdirSync(dir, { recursive: true })
  const taken = readdirSync(dir)
  const base = name.replace(/[^\w.-]+/g, '-')
  for (let i = 1; ; i++) {
    const file = `${base}${i === 1 ? '' : `-${i}`}.bundle`
    if (!taken.includes(file)) return join(dir, file)
  }
}

const read = (file: string): string => (existsSync(file) ? readFileSync(file, 'utf8') : '')
const json = (value: unknown): string =>
  `${JSON.stringify(value, (_key, item) => (typeof item === 'bigint' ? String(item) : item), 2)}\n`
