import { open, rm, stat } from 'node:fs/promises'
import { pipeline } from 'node:stream/promises'
import { javaUriFlaw } from '@iexec-sim/protocol'

/** Bounds of a download. */
export interface FetchBounds {
  /** The network's own gateway, which is always allowed. */
  gatewayUrl: string
  /**
   * Hosts besides the gateway that may be asked; a deal can name any, this machine's own services
   * included.
   */
  inputHosts: readonly string[]
  /** Largest file, bytes. */
  maxBytes: number
  /** Milliseconds the whole download may take. */
  timeoutMs: number
  /** Gives the download up. */
  signal?: AbortSignal
}

/**
 * The URL of a dataset: one that is named by its path in IPFS is at the gateway. Input files have
 * no such names.
 */
export const datasetUrl = (uri: string, gatewayUrl: string): string =>
  uri.startsWith('/') ? gatewayUrl + uri : uri

/**
 * Downloads a dataset or an input file, streaming. As in the real network a URL that Java cannot
 * read fails, and so does an empty file. A redirect is not followed: it could lead where the URL
 * itself may not.
 */
export async function fetchToFile(url: string, file: string, bounds: FetchBounds): Promise<void> {
  const flaw = javaUriFlaw(url)
  if (flaw) throw new Error(`the URL "${url}" ${flaw}`)
  const target = URL.parse(url)
  if (!target || !/^https?:$/.test(target.protocol))
    throw new Error(
      `the URL "${url}" starts with neither http:// nor https://${url.startsWith('/ipfs/') ? `; write it as ${bounds.gatewayUrl}${url}` : ''}`,
    )
  const isGateway = target.origin === new URL(bounds.gatewayUrl).origin
  if (!isGateway && !bounds.inputHosts.includes(target.hostname))
    throw new Error(
      `host ${target.hostname} is not one input may come from (see "up --input-host")`,
    )
  const timeout = AbortSignal.timeout(bounds.timeoutMs)
  const signal = bounds.signal ? AbortSignal.any([bounds.signal, timeout]) : timeout
  const response = await fetch(target, { redirect: 'error', signal }).catch((error: Error) => {
    bounds.signal?.throwIfAborted()
    const why = timeout.aborted
      ? `it took longer than ${bounds.timeoutMs} ms`
      : ((error.cause as Error)?.message ?? error.message)
    throw new Error(`${target.host} could not be asked for ${target.pathname}: ${why}`)
  })
  if (!response.ok || !response.body)
    throw new Error(`${target.host} answered ${response.status} to ${target.pathname}`)
  // Open before anything can fail: a stream that opens its file by itself may do so after the
  // failure was cleaned up.
  const kept = await open(file, 'w', 0o600).catch(async (error) => {
    await response.body?.cancel()
    throw error
  })
  try {
    await pipeline(response.body, upTo(bounds.maxBytes), kept.createWriteStream(), { signal })
    if ((await stat(file)).size === 0)
      throw new Error(
        `${target.host} answered an empty file to ${target.pathname}, which workers take for a failed download`,
      )
  } catch (error) {
    await rm(file, { force: true })
    throw error
  }
}

/** Passes bytes on until there are too many of them. */
function upTo(maxBytes: number) {
  return async function* (source: AsyncIterable<Uint8Array>) {
    let bytes = 0
    for await (const chunk of source) {
      bytes += chunk.length
      if (bytes > maxBytes)
        throw new Error(`it is larger than the ${maxBytes} bytes input may have`)
      yield chunk
    }
  }
}
