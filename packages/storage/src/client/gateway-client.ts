import { ask, SimError } from '@iexec-sim/base'

/** Speaks to an IPFS gateway over HTTP. */
export class GatewayClient {
  readonly #url: string

  constructor(url: string) {
    this.#url = url.replace(/\/$/, '')
  }

  /**
   * The bytes under a path, `/ipfs/<cid>[/path]`. Throws `FETCHED_TOO_LARGE` as soon as there are
   * more than `maxBytes`.
   */
  async bytes(path: string, maxBytes: number): Promise<Uint8Array> {
    const chunks: Uint8Array[] = []
    let length = 0
    for await (const chunk of (await ask(this.#url + path)).body ?? []) {
      length += chunk.length
      if (length > maxBytes) throw new SimError('FETCHED_TOO_LARGE', { path, limit: maxBytes })
      chunks.push(chunk)
    }
    return Buffer.concat(chunks)
  }

  /** Adds one file and returns its CID. */
  async add(bytes: Uint8Array): Promise<string> {
    const form = new FormData()
    form.append('file', new Blob([bytes as Uint8Array<ArrayBuffer>]), 'file')
    const response = await ask(`${this.#url}/api/v0/add`, { body: form })
    return ((await response.json()) as { Hash: string }).Hash
  }
}
