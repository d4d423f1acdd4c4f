// The network's IPFS gateway under its official names, for reading alone. The container has no way
// to the network: it prints a question, the answer comes by its standard input.
import { createInterface } from 'node:readline'
import { json, mayPrint, print } from './http.mjs'

/** Files that are sent at once. */
const MOST_FILES = 32
const LONGEST_PATH = 2048
const PATH = /^\/ipfs\/[A-Za-z0-9]+(\/[^?#]*)?$/

let lastId = 0
/** What waits for an answer, by the id of the file. */
const waiting = new Map()

createInterface({ input: process.stdin }).on('line', (line) => {
  const { id, ...answer } = JSON.parse(line)
  waiting.get(id)?.(answer)
})

function ask(id, question) {
  return new Promise((resolve) => {
    waiting.set(id, resolve)
    print({ id, ...question })
  })
}

export async function gateway({ method, url }, response) {
  const path = url.split('?')[0]
  if (method !== 'GET' && method !== 'HEAD')
    return json(response, 405, { error: 'GET or HEAD only' })
  if (path.length > LONGEST_PATH || !PATH.test(path))
    return json(response, 404, { error: 'only /ipfs/{cid} is served here' })
  if (waiting.size >= MOST_FILES || !mayPrint())
    return json(response, 503, { error: 'too many files at once' })
  lastId += 1
  const id = lastId
  try {
    const { status, headers } = await ask(id, { find: path, method })
    response.writeHead(status, headers)
    if (method === 'GET') await send(id, response)
    response.end()
  } finally {
    waiting.delete(id)
    print({ id, end: true })
  }
}

/** Sends a file part by part, each when the one before it was taken. */
async function send(id, response) {
  const gone = new Promise((resolve) => response.once('close', resolve))
  for (;;) {
    const { data, failed } = await ask(id, { more: true })
    if (failed) response.destroy()
    if (data === undefined || response.destroyed) return
    if (!response.write(Buffer.from(data, 'base64')))
      await Promise.race([new Promise((resolve) => response.once('drain', resolve)), gone])
  }
}
