// Stand in for iExec's upload to Arweave (https://arweave-api.iex.ec) and for Arweave's gateway
// (https://arweave.net). What is uploaded is kept for as long as the container lives.
import { createHash } from 'node:crypto'
import { addressOf, json } from './http.mjs'

const MOST_FILES = 100
const MOST_BYTES = 100 * 1024
const files = new Map()

export function arweaveUpload(request, body, response) {
  if (request.method !== 'POST' || addressOf(request).pathname !== '/upload')
    return json(response, 404, { error: 'not found' })
  const file = fileOf(request.headers['content-type'] ?? '', body)
  if (file === undefined) return json(response, 400, { error: 'a form with a "file" is required' })
  if (file.length > MOST_BYTES) return json(response, 413, { error: 'the file is too large' })
  const arweaveId = createHash('sha256').update(file).digest('base64url')
  if (!files.has(arweaveId) && files.size >= MOST_FILES)
    return json(response, 429, { error: 'there are too many files' })
  files.set(arweaveId, file)
  json(response, 200, { arweaveId })
}

export function arweave(request, _body, response) {
  const file = files.get(addressOf(request).pathname.slice(1))
  if (request.method !== 'GET' || file === undefined)
    return json(response, 404, { error: 'not found' })
  response
    .writeHead(200, { 'content-type': 'application/octet-stream', 'content-length': file.length })
    .end(file)
}

/** The bytes of the field "file" of a form. */
function fileOf(type, body) {
  const [, quoted, plain] = /boundary=(?:"([^"]+)"|([^;\s]+))/.exec(type) ?? []
  const boundary = `--${quoted ?? plain}`
  let start = body.indexOf(`${boundary}\r\n`)
  while (start !== -1) {
    const head = start + boundary.length + 2
    const content = body.indexOf('\r\n\r\n', head)
    const end = body.indexOf(`\r\n${boundary}`, content)
    if (content === -1 || end === -1) return undefined
    if (/name="file"/.test(body.toString('latin1', head, content)))
      return body.subarray(content + 4, end)
    start = body.indexOf(`${boundary}\r\n`, end)
  }
  return undefined
}
