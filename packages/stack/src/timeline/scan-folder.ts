import { open, readdir } from 'node:fs/promises'
import { join, relative } from 'node:path'
import type { CanarySearch } from '@iexec-sim/sms'

/** Bytes that are looked through at once. */
const PART = 256 * 1024
/** Time for one folder, in ms: the task waits, and an app can write what is slow to look through. */
const LIMIT_MS = 60_000

/** Options of {@link scanFolder}. */
interface FolderScan {
  /** The folder of a task: captured output, the archive, and the app's files below it. */
  dir: string
  /** The app's files. */
  outputDir: string
  /** Name of the worker that ran the app. */
  worker: string
  /** Looks for canaries. */
  search: CanarySearch
  /** Called with bytes that are to be looked through, and how many come before them. */
  found(where: string, bytes: Buffer, before?: number): void
}

/**
 * Looks through every regular file below a folder and its name; no link is followed. Rejects when
 * that takes longer than a minute: the rest is not looked through.
 */
export async function scanFolder({
  dir,
  outputDir,
  worker,
  search,
  found,
}: FolderScan): Promise<void> {
  const entries = await readdir(dir, { recursive: true, withFileTypes: true }).catch(() => [])
  const end = performance.now() + LIMIT_MS
  const look = (where: string, bytes: Buffer, before: number) => {
    if (performance.now() > end)
      throw new Error(`it took longer than ${LIMIT_MS / 1000} s, at ${where}`)
    found(where, bytes, before)
  }
  for (const entry of entries) {
    const path = join(entry.parentPath, entry.name)
    const name = Buffer.from(entry.name)
    const isNamedSo = search.find(name).length > 0
    if (isNamedSo) found(`the name of a file of ${worker}`, name)
    if (!entry.isFile()) continue
    // A name that is the secret must not become part of a record.
    const where = isNamedSo ? 'a file' : placeOf(relative(outputDir, path))
    await scanFile(path, search.overlap, (bytes, before) =>
      look(`${where} of ${worker}`, bytes, before),
    )
  }
}

/** A file as people know it; a folder's name above it may be secret as well. */
function placeOf(path: string): string {
  const name = path.split('/').at(-1)!
  if (name === 'stdout.txt' && path.split('/').length <= 2) return 'stdout'
  if (name === 'stderr.txt' && path.split('/').length <= 2) return 'stderr'
  return path.startsWith('..') && name.endsWith('.zip') ? 'result archive' : `file ${name}`
}

async function scanFile(
  path: string,
  overlap: number,
  look: (bytes: Buffer, before: number) => void,
): Promise<void> {
  await using file = await open(path)
  const buffer = Buffer.allocUnsafe(PART + overlap)
  let kept = 0
  let before = 0
  for (;;) {
    const { bytesRead } = await file.read(buffer, kept, PART)
    if (bytesRead === 0) return
    const end = kept + bytesRead
    look(buffer.subarray(0, end), before)
    const next = Math.min(overlap, end)
    buffer.copyWithin(0, end - next, end)
    before += end - next
    kept = next
  }
}
