import type { Readable } from 'node:stream'
import { createGunzip, createGzip } from 'node:zlib'
import { SimError } from '@iexec-sim/base'
import { packFolder, unpackFolder } from '@iexec-sim/docker'

/** Largest content of a file, far above what a network on one machine needs. */
const LIMITS = { maxBytes: 64 * 1024 ** 3, maxFiles: 5_000_000 }

/** A snapshot's folder as one compressed archive. */
export function packSnapshot(dir: string): Readable {
  const archive = packFolder(dir, 'snapshot')
  const packed = archive.pipe(createGzip({ level: 1 }))
  archive.on('error', (error) => packed.destroy(error))
  return packed
}

/** Unpacks a file of {@link packSnapshot}. Throws `SNAPSHOT_CORRUPT`. */
export async function unpackSnapshot(file: Readable, dir: string): Promise<void> {
  const unpacked = createGunzip()
  file.on('error', (error) => unpacked.destroy(error))
  try {
    const { truncated } = await unpackFolder(file.pipe(unpacked), dir, LIMITS)
    if (truncated) throw new Error('it is too large')
  } catch (error) {
    throw new SimError(
      'SNAPSHOT_CORRUPT',
      { file: 'the archive', reason: (error as Error).message },
      { cause: error },
    )
  }
}
