import { MemoryBlockstore } from 'blockstore-core'
import { FlatBlockstore } from './flat-blockstore.ts'

export { exporter } from 'ipfs-unixfs-exporter'
export { importer } from 'ipfs-unixfs-importer'

/** Opens the blocks of a folder, or some in memory. */
export function openBlocks(dir: string | undefined): FlatBlockstore | MemoryBlockstore {
  return dir === undefined ? new MemoryBlockstore() : new FlatBlockstore(dir)
}
