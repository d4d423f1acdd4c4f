import { FlatBlockstore } from './flat-blockstore.ts'

export { exporter } from 'ipfs-unixfs-exporter'
export { importer } from 'ipfs-unixfs-importer'

/** Opens the blocks of a folder. */
export const openBlocks = (dir: string): FlatBlockstore => new FlatBlockstore(dir)
