import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { loadGenesis } from '../../../contracts/src/index.ts'
import { httpRpc } from '../../../packages/chain/src/client/index.ts'
import type { Rpc } from '../../../packages/protocol/src/index.ts'
import { freePort } from '../free-port.ts'
import { endWithThis } from '../processes.ts'

const CONTRACTS = join(import.meta.dirname, '../../../contracts')
const PACKAGE = join(CONTRACTS, 'node_modules/hardhat')
const { bin } = JSON.parse(readFileSync(join(PACKAGE, 'package.json'), 'utf8')) as {
  bin: { hardhat: string }
}
const HARDHAT = join(PACKAGE, bin.hardhat)
const CONFIG = join(CONTRACTS, 'hardhat.bare.config.ts')
const LOOK_MS = 10

/** A `hardhat node`: the development chain that most people know. */
export class HardhatNode implements AsyncDisposable {
  readonly url: string
  readonly rpc: Rpc
  readonly #process: ChildProcess

  private constructor(url: string, child: ChildProcess) {
    this.url = url
    this.rpc = httpRpc(url)
    this.#process = child
  }

  /** Starts one on the chain id and rules of Bellecour, and waits until its RPC answers. */
  static async start(): Promise<HardhatNode> {
    const port = await freePort()
    const args = [
      'node',
      '--network',
      'bellecour',
      '--chain-id',
      '134',
      '--port',
      String(port),
      '--config',
      CONFIG,
    ]
    const child = endWithThis(
      spawn(process.execPath, [HARDHAT, ...args, '--hostname', '127.0.0.1'], {
        cwd: CONTRACTS,
        env: { ...process.env, HARDHAT_DISABLE_TELEMETRY_PROMPT: 'true' },
        stdio: 'ignore',
      }),
    )
    const node = new HardhatNode(`http://127.0.0.1:${port}`, child)
    while (!(await node.#answers())) {
      if (child.exitCode !== null || child.signalCode !== null)
        throw new Error('hardhat node ended before its RPC answered.')
      await new Promise((resolve) => setTimeout(resolve, LOOK_MS))
    }
    return node
  }

  /** Id of the process. */
  get pid(): number {
    return this.#process.pid!
  }

  /** Puts the contracts of Bellecour there, as a network has them in its first block. */
  async loadProtocol(): Promise<void> {
    const set = (method: string, ...params: unknown[]) => this.rpc.request({ method, params })
    for (const { address, balance, nonce, code, storage } of loadGenesis('bellecour').accounts) {
      if (code) await set('hardhat_setCode', address, code)
      if (balance) await set('hardhat_setBalance', address, `0x${BigInt(balance).toString(16)}`)
      if (nonce) await set('hardhat_setNonce', address, `0x${nonce.toString(16)}`)
      for (const [slot, value] of Object.entries(storage))
        await set('hardhat_setStorageAt', address, `0x${BigInt(slot).toString(16)}`, value)
    }
  }

  #answers(): Promise<boolean> {
    return this.rpc.request({ method: 'eth_chainId' }).then(
      () => true,
      () => false,
    )
  }

  async [Symbol.asyncDispose](): Promise<void> {
    if (this.#process.exitCode !== null || this.#process.signalCode !== null) return
    this.#process.kill('SIGTERM')
    await once(this.#process, 'exit')
  }
}
