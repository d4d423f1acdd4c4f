import { request } from 'node:http'
import type { RunningNetwork } from '@iexec-sim/client'
import type { HeldNetwork } from './network-host.ts'
import type { NetworkOptions } from './network-options.ts'

/**
 * Variable with a pool's address, set for the processes that use it: `http://127.0.0.1:PORT/TOKEN`.
 */
export const POOL_VARIABLE = 'IEXEC_SIM_TEST_POOL'

/** Whether a network of the pool will do. */
export const isDefault = (options: NetworkOptions): boolean =>
  Object.values(options).every((value) => value === undefined)

/** Leases a fresh network for exclusive use; `undefined` without a pool. */
export function takeFromPool(): Promise<HeldNetwork | undefined> {
  const url = process.env[POOL_VARIABLE]
  if (!url) return Promise.resolve(undefined)
  return new Promise((resolve, reject) => {
    // The answer stays open for as long as the network is held: a test that dies gives it back as
    // well.
    const held = request(url, { agent: false }, (response) => {
      let text = ''
      response.setEncoding('utf8').on('data', (chunk: string) => {
        text += chunk
        if (!text.endsWith('\n')) return
        response.socket.unref()
        resolve({
          network: JSON.parse(text) as RunningNetwork,
          release: async () => void held.destroy(),
        })
      })
      response.once('end', () => reject(new Error(`the pool of networks has none: ${text}`)))
      response.once('error', () => {})
    })
    held.once('error', reject)
    held.end()
  })
}
