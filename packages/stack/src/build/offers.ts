import { MarketClient, type MarketWallet } from '@iexec-sim/market/client'
import type { OfferBook } from '@iexec-sim/workerpool'

/** The order book as a pool keeps its offers in it. */
export function marketOffers(url: string, chainId: number, owner: MarketWallet): OfferBook {
  const market = new MarketClient(url, chainId)
  return {
    async keptVolume(workerpool, { category, tag, trust }) {
      const filters = { workerpool, category: Number(category), minTag: tag, maxTag: tag }
      const offers = await market.find('WorkerpoolOrder', filters)
      const [kept, stale] = [
        offers.filter(({ order }) => order.trust === trust),
        offers.filter(({ order }) => order.trust !== trust),
      ]
      // The pool had another number of workers: what it promised then it cannot keep, or it can
      // keep more.
      for (const { orderHash, signer } of stale)
        if (signer === owner.address)
          await market.unpublish('WorkerpoolOrder', { orderHash }, owner)
      return kept.reduce((sum, { remaining }) => sum + BigInt(remaining), 0n)
    },
    publish: (order) => market.publish('WorkerpoolOrder', order, owner),
  }
}
