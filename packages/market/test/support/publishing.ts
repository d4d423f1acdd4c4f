import type { Address } from '@iexec-sim/protocol'
import { afterAll, afterEach, beforeAll, expect } from 'vitest'
import { type Answer, TestMarket } from './market.ts'

/** Open orders that the book keeps of one wallet. */
export const MOST = 3
/** The market of the running file. */
export let market: TestMarket

/** A refusal of the book. */
export const refused = (status: number, error: unknown) => ({ status, body: { ok: false, error } })
/** Publishes an app order. */
export const app = (order: unknown, wallet = 0) =>
  market.send('POST', '/apporders', { order }, market.wallet(wallet))
/** Publishes a workerpool order. */
export const pool = (order: unknown, wallet = 1) =>
  market.send('POST', '/workerpoolorders', { order }, market.wallet(wallet))
/** Publishes a request order. */
export const request = (order: unknown, wallet = 2) =>
  market.send('POST', '/requestorders', { order }, market.wallet(wallet))
/** Publishes a dataset order. */
export const data = (order: unknown, wallet = 3) =>
  market.send('POST', '/datasetorders', { order }, market.wallet(wallet))
/** Expects that the book accepts. */
export const accepted = async (answer: Promise<Answer>) =>
  expect((await answer).body).toMatchObject({ ok: true })

/** Opens a market for the tests of a file; each ends with an empty book. */
export function useMarket(): void {
  beforeAll(async () => {
    market = await TestMarket.start({ maxOpenOrdersPerWallet: MOST })
  })
  afterAll(() => market.close())
  afterEach(async () => {
    const { client } = market
    const all = (resource: string) => ({ all: resource as Address })
    await client
      .unpublish('RequestOrder', all(market.wallet(2).address), market.wallet(2))
      .catch(() => {})
    await client.unpublish('AppOrder', all(market.app), market.wallet(0)).catch(() => {})
    await client.unpublish('DatasetOrder', all(market.dataset), market.wallet(3)).catch(() => {})
    await client
      .unpublish('WorkerpoolOrder', all(market.workerpool), market.wallet(1))
      .catch(() => {})
  })
}
