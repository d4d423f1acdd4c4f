import type { UnixFSEntry } from 'ipfs-unixfs-exporter'
import type { ImportCandidate } from 'ipfs-unixfs-importer'
import { CID } from 'multiformats/cid'

/**
 * The libraries that know trees of blocks. They are slow to load, and nothing needs them before the
 * first file.
 */
const unixfs = () => import('./unixfs.ts')
type Blocks = Awaited<ReturnType<Awaited<ReturnType<typeof unixfs>>['openBlocks']>>

/** Bytes, at once or in parts. */
export type Content = Uint8Array | Iterable<Uint8Array> | AsyncIterable<Uint8Array>

/** An added file, or the folder around it. */
export interface Added {
  /** Name of the file as it was sent. */
  name: string
  /** Text of the CID. */
  cid: string
  /** Bytes including the tree around the content, as Kubo counts. */
  size: bigint
}

/** A file found under a path. */
export interface FoundFile {
  /** CID of the file itself. */
  cid: string
  /** Bytes. */
  size: bigint
  /** Opens the bytes of the file. */
  content(): AsyncIterable<Uint8Array>
}

/**
 * Local IPFS content: what is added gets the CID Kubo's defaults give it, and never leaves the
 * machine.
 */
export class IpfsNode {
  readonly #dir: string
  #blocks: Promise<Blocks> | undefined

  /** Blocks are kept in the folder `dir`. */
  constructor(dir: string) {
    this.#dir = dir
  }

  /** Loads the modules the first file would wait for. */
  async warmUp(): Promise<void> {
    await this.#open()
  }

  /** Adds one file. */
  async add(content: Content, { cidVersion = 0 }: { cidVersion?: 0 | 1 } = {}): Promise<Added> {
    const [added] = await this.addAll([{ path: 'file', content }], { cidVersion })
    return added!
  }

  /** Adds files under their paths; folders come after what is in them. */
  async addAll(
    files: ImportCandidate[] | AsyncIterable<ImportCandidate>,
    { cidVersion = 0, wrap = false }: { cidVersion?: 0 | 1; wrap?: boolean } = {},
  ): Promise<Added[]> {
    const options = {
      profile: 'unixfs-v0-2015' as const,
      cidVersion,
      rawLeaves: cidVersion === 1,
      wrapWithDirectory: wrap,
      // One after the other: the next file of a multipart body only comes when the one before it is
      // read.
      fileImportConcurrency: 1,
    }
    const { importer } = await unixfs()
    const added: Added[] = []
    for await (const { path, cid, size } of importer(
      files,
      (await this.#open()) as never,
      options,
    )) {
      added.push({ name: path || cid.toString(), cid: cid.toString(), size })
    }
    return added
  }

  /**
   * Finds a file: a CID, or a CID and a path below it. `undefined` if it is not stored here; throws
   * `SyntaxError` for an invalid CID.
   */
  async find(path: string): Promise<FoundFile | undefined> {
    const [root = ''] = path.split('/')
    parseCid(root)
    const { exporter } = await unixfs()
    let entry: UnixFSEntry
    try {
      entry = await exporter(path, (await this.#open()) as never, { offline: true })
    } catch {
      return undefined
    }
    // The exporter stops at a file, even with a rest of the path.
    const isWhole =
      entry.path.split('/').filter(Boolean).length === path.split('/').filter(Boolean).length
    if (isWhole && (entry.type === 'file' || entry.type === 'raw')) {
      const { cid, size } = entry
      return {
        cid: cid.toString(),
        size: BigInt(size),
        content: () => entry.content() as AsyncIterable<Uint8Array>,
      }
    }
    return undefined
  }

  #open(): Promise<Blocks> {
    this.#blocks ??= unixfs().then(({ openBlocks }) => openBlocks(this.#dir))
    return this.#blocks
  }
}

function parseCid(text: string): CID {
  try {
    return CID.parse(text)
  } catch {
    throw new SyntaxError(`"${text}" is not a CID`)
  }
}
