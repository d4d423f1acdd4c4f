import { MarketClient, type MarketWallet } from '@iexec-sim/market/client'
import type { OfferBook } from '@iexec-sim/workerpool'

/** The order book as a pool keeps its offers in it. */
export function marketOffers(url: string, chainId: number, owner: MarketWallet): OfferBook {
  const market = new MarketClient(url, chainId)
  return {
    async openVolume(workerpool, category, tag) {
      const filters = { workerpool, category: Number(category), minTag: tag, maxTag: tag }
      const offers = await market.find('WorkerpoolOrder', filters)
      return offers.reduce((sum, { remaining }) => sum + BigInt(remaining), 0n)
    },
    publish: (order) => market.publish('WorkerpoolOrder', order, owner),
  }
}
