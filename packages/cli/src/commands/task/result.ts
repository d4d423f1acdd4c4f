import { mkdirSync, writeFileSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { type Requester, resultFiles } from '@iexec-sim/client/requester'
import {
  decodeResultLink,
  parseComputedFile,
  type ResultLink,
  type TaskId,
} from '@iexec-sim/protocol'
import { safeName, unusedName } from '../../terminal/safe-name.ts'

/** A task's result, fetched. */
export interface FetchedResult {
  /** Location of the result. */
  link: ResultLink
  /** URL of the archive. */
  url: string
  /** Content of the result file, when it is short text. */
  text?: string
  /** Folder it was unpacked into. */
  downloaded?: string
  /** Files that have another name there, by their name in the archive. */
  renamed?: Record<string, string>
}

const LONGEST_TEXT = 4096

/** Fetches the result of a completed task; `undefined` when the task is not completed on chain. */
export async function fetchResult(
  requester: Requester,
  gateway: string,
  taskId: TaskId,
  folder: string | undefined,
): Promise<FetchedResult | undefined> {
  const task = await requester.onchainTask(taskId)
  if (task?.status !== 'COMPLETED') return undefined
  const link = decodeResultLink(task.results)
  if (link.storage !== 'ipfs') return { link, url: '' }
  const url = gateway + link.location
  const files = (await resultFiles(gateway, task.results))!
  const text = shortText(files)
  return {
    link,
    url,
    ...(text === undefined ? {} : { text }),
    ...(folder === undefined ? {} : write(files, folder)),
  }
}

function shortText(files: Record<string, Uint8Array>): string | undefined {
  const computed =
    files['computed.json'] &&
    parseComputedFile(Buffer.from(files['computed.json']).toString('utf8'))
  const path = computed?.['deterministic-output-path']?.replace(/^\/iexec_out\//, '')
  const bytes = path === undefined ? undefined : files[path]
  if (!bytes || bytes.length > LONGEST_TEXT) return undefined
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch {
    return undefined
  }
}

/**
 * Writes the files below a folder under names that are valid on every system. Returns the names
 * that differ.
 */
function write(
  files: Record<string, Uint8Array>,
  folder: string,
): { downloaded: string; renamed: Record<string, string> } {
  const root = resolve(folder)
  const renamed: Record<string, string> = {}
  const taken = new Set<string>()
  for (const [name, bytes] of Object.entries(files)) {
    const safe = unusedName(safeName(name), taken)
    taken.add(safe)
    if (safe !== name) renamed[name] = safe
    const path = join(root, safe)
    mkdirSync(dirname(path), { recursive: true })
    writeFileSync(path, bytes)
  }
  return { downloaded: root, renamed }
}
