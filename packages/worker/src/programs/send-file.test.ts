import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createServer, type RequestListener } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { sendFile } from './send-file.ts'

const dir = mkdtempSync(join(tmpdir(), 'send-file-'))
const file = join(dir, 'archive.zip')
writeFileSync(file, Buffer.alloc(3_000_000, 7))
afterAll(() => rmSync(dir, { recursive: true, force: true }))

async function serverOf(answer: RequestListener) {
  const server = createServer(answer)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1/results`
  return { url, [Symbol.dispose]: () => void server.close().closeAllConnections() }
}

describe('sendFile', () => {
  it('posts every byte with its length and the headers', async () => {
    let bytes = 0
    let said: unknown
    using server = await serverOf((request, response) => {
      const { method, url, headers } = request
      said = [method, url, headers['content-length'], headers.authorization]
      request.on('data', (chunk: Buffer) => {
        bytes += chunk.length
      })
      request.on('end', () => response.end('{}'))
    })
    await sendFile(server.url, file, { authorization: 'token' })
    expect(bytes).toBe(3_000_000)
    expect(said).toEqual(['POST', '/v1/results', '3000000', 'token'])
  })

  it('rejects with the status of a refusal', async () => {
    using server = await serverOf((request, response) => {
      request.resume().on('end', () => response.writeHead(413).end())
    })
    await expect(sendFile(server.url, file, {})).rejects.toThrow('status 413')
  })

  it('rejects when the connection breaks off', async () => {
    using server = await serverOf((request) => void request.socket.destroy())
    await expect(sendFile(server.url, file, {})).rejects.toThrow()
  })

  it('rejects a file that does not exist', async () => {
    await expect(sendFile('http://127.0.0.1:1', join(dir, 'absent'), {})).rejects.toThrow('ENOENT')
  })
})
