import { createHash } from 'node:crypto'
import { existsSync, readdirSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { SimError } from '@iexec-sim/base'

/** Multihash code of SHA-256 and its length, hex: what the names of blocks begin with. */
const SHA_256 = '1220'

/**
 * Reads every block of a folder. Throws `SNAPSHOT_CORRUPT` for one whose content is not what its
 * name says.
 */
export async function checkBlocks(dir: string): Promise<void> {
  if (!existsSync(dir)) return
  for (const entry of readdirSync(dir, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue
    const digest = createHash('sha256')
      .update(await readFile(join(entry.parentPath, entry.name)))
      .digest('hex')
    if (entry.name !== SHA_256 + digest || !entry.parentPath.endsWith(digest.slice(-2)))
      throw new SimError('SNAPSHOT_CORRUPT', {
        file: entry.name,
        reason: 'the block is not what its name says',
      })
  }
}
