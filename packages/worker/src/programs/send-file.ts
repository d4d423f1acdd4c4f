import { createReadStream, statSync } from 'node:fs'
import { pipeline } from 'node:stream/promises'

/** As a module, `node:http` would load all that it exports, `WebSocket` and its client included. */
const { request } = process.getBuiltinModule('node:http')

/**
 * Posts a file as a body, streaming; rejects unless the answer is a success. It is Node's own
 * client, because loading `fetch` takes a program of one request longer than the request.
 */
export async function sendFile(
  url: string,
  file: string,
  headers: Readonly<Record<string, string>>,
): Promise<void> {
  const { size } = statSync(file)
  const status = await new Promise<number>((resolve, reject) => {
    const sent = request(url, {
      method: 'POST',
      headers: { ...headers, 'content-length': size },
      agent: false,
    })
    sent.on('response', (response) => {
      resolve(response.statusCode!)
      response.resume()
    })
    // An answer that came before the end of the body stands.
    pipeline(createReadStream(file), sent).catch(reject)
    sent.on('error', reject)
  })
  if (status < 200 || status > 299) throw new Error(`status ${status}`)
}
