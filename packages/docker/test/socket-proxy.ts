import { mkdtempSync, rmSync } from 'node:fs'
import { connect, createServer, type Server, type Socket } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

const ENGINE_SOCKET = '/var/run/docker.sock'

/**
 * A socket in front of the machine's engine that can misbehave, so that the engine itself need not.
 */
export class SocketProxy {
  readonly socketPath: string
  readonly #dir: string
  readonly #server: Server
  readonly #sockets = new Set<Socket>()
  #refusal: { request: RegExp; answer: string | undefined } | undefined
  #isFrozen = false

  private constructor(dir: string) {
    this.#dir = dir
    this.socketPath = join(dir, 'docker.sock')
    this.#server = createServer((client) => this.#carry(client))
  }

  /** Opens a proxy on a socket of its own. */
  static async open(): Promise<SocketProxy> {
    const proxy = new SocketProxy(mkdtempSync(join(tmpdir(), 'iexec-sim-proxy-')))
    await new Promise<void>((resolve) => proxy.#server.listen(proxy.socketPath, resolve))
    return proxy
  }

  /** From now on answers requests whose first line matches with status 500 and this message. */
  refuse(request: RegExp, message: string): void {
    const body = JSON.stringify({ message })
    const head =
      'HTTP/1.1 500 Internal Server Error\r\nContent-Type: application/json\r\nConnection: close'
    this.#refusal = {
      request,
      answer: `${head}\r\nContent-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`,
    }
  }

  /**
   * From now on swallows requests whose first line matches without a response, as an engine that
   * hangs does.
   */
  swallow(request: RegExp): void {
    this.#refusal = { request, answer: undefined }
  }

  /** From now on passes nothing on in either direction, in connections that are open too. */
  freeze(): void {
    this.#isFrozen = true
  }

  /** Ends every connection at once, as an engine that dies does; new ones are served again. */
  hangUp(): void {
    for (const socket of this.#sockets) socket.destroy()
  }

  /** Stops listening. */
  close(): void {
    this.hangUp()
    this.#server.close()
    rmSync(this.#dir, { recursive: true, force: true })
  }

  #carry(client: Socket): void {
    const engine = connect(ENGINE_SOCKET)
    for (const socket of [client, engine]) {
      this.#sockets.add(socket)
      socket.on('error', () => {})
      socket.on('close', () => this.#sockets.delete(socket))
    }
    client.on('close', () => engine.destroy())
    engine.on('close', () => client.end())
    engine.on('data', (chunk) => {
      if (!this.#isFrozen) client.write(chunk)
    })
    client.on('data', (chunk) => {
      if (this.#isFrozen) return
      if (!this.#refusal?.request.test(String(chunk.subarray(0, 200)))) engine.write(chunk)
      else if (this.#refusal.answer !== undefined) client.end(this.#refusal.answer)
    })
    client.on('end', () => engine.end())
  }
}
