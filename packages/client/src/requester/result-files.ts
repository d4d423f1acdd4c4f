import { ask, SimError } from '@iexec-sim/base'
import { decodeResultLink, type Hex } from '@iexec-sim/protocol'
import { unzipSync } from 'fflate'

/** Bytes of all files of a result together, at most. */
const LARGEST_UNPACKED = 512 * 1024 ** 2

/**
 * The files of a result, by their paths in its archive; `undefined` when it is not in IPFS.
 * `results` is what the chain says of it. Throws `HTTP_FAILED`, `HTTP_UNREACHABLE` and
 * `RESULT_TOO_LARGE`.
 */
export async function resultFiles(
  gateway: string,
  results: Hex,
): Promise<Record<string, Uint8Array> | undefined> {
  const link = decodeResultLink(results)
  if (link.storage !== 'ipfs') return undefined
  const response = await ask(gateway + link.location)
  return unpack(new Uint8Array(await response.arrayBuffer()))
}

/** Unpacks an archive after checking its size, since an untrusted app made it. */
function unpack(archive: Uint8Array): Record<string, Uint8Array> {
  let total = 0
  return unzipSync(archive, {
    filter: ({ originalSize }) => {
      total += originalSize
      if (total > LARGEST_UNPACKED)
        throw new SimError('RESULT_TOO_LARGE', { bytes: total, limit: LARGEST_UNPACKED })
      return true
    },
  })
}
