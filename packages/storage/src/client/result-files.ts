import { ask, SimError } from '@iexec-sim/base'
import { decodeResultLink, type Hex } from '@iexec-sim/protocol'
import { unzipSync } from 'fflate'

/** Bytes of an archive, and of all its files together, at most. */
const LARGEST = 512 * 1024 ** 2
/** A CID of version 0, or of version 1 in the encoding that is usual. */
const IPFS_PATH = /^\/ipfs\/(?:Qm[1-9A-HJ-NP-Za-km-z]{44}|b[a-z2-7]{58,})$/

/**
 * The files of a result, by their paths in its archive; `undefined` when it is not in IPFS.
 * `results` is what the chain says of it; `maxBytes` bounds the archive, and its files together.
 * Throws `HTTP_FAILED`, `HTTP_UNREACHABLE`, `RESULT_LOCATION` and `RESULT_TOO_LARGE`.
 */
export async function resultFiles(
  gateway: string,
  results: Hex,
  maxBytes = LARGEST,
): Promise<Record<string, Uint8Array> | undefined> {
  const link = decodeResultLink(results)
  if (link.storage !== 'ipfs') return undefined
  // Any worker may have written it; with another beginning it would lead to another host.
  if (!IPFS_PATH.test(link.location))
    throw new SimError('RESULT_LOCATION', { location: link.location })
  return unpack(await archiveOf(await ask(gateway + link.location), maxBytes), maxBytes)
}

async function archiveOf({ body }: Response, maxBytes: number): Promise<Uint8Array> {
  const chunks: Uint8Array[] = []
  let bytes = 0
  for await (const chunk of body ?? []) {
    bytes += chunk.length
    assertSize(bytes, maxBytes)
    chunks.push(chunk)
  }
  return Buffer.concat(chunks)
}

/** Unpacks an archive after checking its size, since an untrusted app made it. */
function unpack(archive: Uint8Array, maxBytes: number): Record<string, Uint8Array> {
  let total = 0
  return unzipSync(archive, {
    filter: ({ originalSize }) => {
      total += originalSize
      assertSize(total, maxBytes)
      return true
    },
  })
}

function assertSize(bytes: number, limit: number): void {
  if (bytes > limit) throw new SimError('RESULT_TOO_LARGE', { bytes, limit })
}
