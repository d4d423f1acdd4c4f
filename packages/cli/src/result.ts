import { mkdirSync, writeFileSync } from 'node:fs'
import { dirname, join, normalize, resolve } from 'node:path'
import { decodeResultLink, parseComputedFile, type ResultLink, SimError, type TaskId } from '@iexec-sim/protocol'
import type { Requester } from '@iexec-sim/stack'
import { unzipSync } from 'fflate'

/** A task's result, fetched. */
export interface FetchedResult {
  link: ResultLink
  /** Where the archive can be fetched. */
  url: string
  /** Content of the result file, when it is short text. */
  text?: string
  /** Folder it was unpacked into. */
  downloaded?: string
}

const LARGEST_UNPACKED = 512 * 1024 ** 2
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
  const response = await fetch(url)
  if (!response.ok) throw new SimError('HTTP_FAILED', { method: 'GET', url, status: response.status })
  const files = unpack(new Uint8Array(await response.arrayBuffer()))
  const text = shortText(files)
  return {
    link,
    url,
    ...(text === undefined ? {} : { text }),
    ...(folder === undefined ? {} : { downloaded: write(files, folder) }),
  }
}

/** An archive is the work of an app nobody has to trust: its size is checked before anything is unpacked. */
function unpack(archive: Uint8Array): Record<string, Uint8Array> {
  let total = 0
  return unzipSync(archive, {
    filter: ({ originalSize }) => {
      total += originalSize
      if (total > LARGEST_UNPACKED) throw new SimError('RESULT_TOO_LARGE', { bytes: total, limit: LARGEST_UNPACKED })
      return true
    },
  })
}

function shortText(files: Record<string, Uint8Array>): string | undefined {
  const computed = files['computed.json'] && parseComputedFile(Buffer.from(files['computed.json']).toString('utf8'))
  const path = computed?.['deterministic-output-path']?.replace(/^\/iexec_out\//, '')
  const bytes = path === undefined ? undefined : files[path]
  if (!bytes || bytes.length > LONGEST_TEXT) return undefined
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch {
    return undefined
  }
}

/** Writes the files below a folder; a name that leads out of it is left out. */
function write(files: Record<string, Uint8Array>, folder: string): string {
  const root = resolve(folder)
  for (const [name, bytes] of Object.entries(files)) {
    const path = join(root, normalize(name))
    if (!path.startsWith(`${root}/`)) continue
    mkdirSync(dirname(path), { recursive: true })
    writeFileSync(path, bytes)
  }
  return root
}
