// Helpers of the stand-ins: bodies, answers, and the lines that the network reads.

/** Bytes of lines that the network has not taken yet, above which no call is served. */
const MAX_UNREAD_BYTES = 4 * 1024 ** 2

/** Prints one line for the network. */
export function print(line) {
  process.stdout.write(`${JSON.stringify(line)}\n`)
}

/** Whether the network keeps up with the lines. */
export const mayPrint = () => process.stdout.writableLength < MAX_UNREAD_BYTES

/** Answers with JSON. */
export function json(response, status, body) {
  response
    .writeHead(status, { 'content-type': 'application/json; charset=utf-8' })
    .end(JSON.stringify(body))
}

/** The body of a request; `undefined` when it is longer than `maxBytes`. */
export async function readBody(request, maxBytes) {
  const chunks = []
  let bytes = 0
  for await (const chunk of request.iterator({ destroyOnReturn: false })) {
    bytes += chunk.length
    if (bytes > maxBytes) return undefined
    chunks.push(chunk)
  }
  return Buffer.concat(chunks)
}

/** The object of a JSON body; `undefined` when it is none. */
export function readJson(body) {
  try {
    const value = JSON.parse(body.toString('utf8'))
    return typeof value === 'object' && value !== null ? value : undefined
  } catch {
    return undefined
  }
}

/** Path and query of a request. */
export const addressOf = ({ url }) => new URL(`https://stand-in${url}`)
