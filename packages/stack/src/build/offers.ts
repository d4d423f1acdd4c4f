import { MarketClient, type MarketWallet } from '@iexec-sim/market/client'
import type { Bytes32 } from '@iexec-sim/protocol'
import type { OfferBook } from '@iexec-sim/workerpool'

/** The order book as a pool keeps its offers in it. */
export function marketOffers(url: string, chainId: number, owner: MarketWallet): OfferBook {
  const market = new MarketClient(url, chainId)
  return {
    async keptVolumes(workerpool, category, trusts) {
      const kept = new Map<Bytes32, bigint>()
      const filters = { workerpool, category: Number(category) }
      for (const offer of await market.find('WorkerpoolOrder', filters)) {
        const { order, orderHash, signer, remaining } = offer
        const trust = trusts.get(order.tag)
        if (trust === order.trust)
          kept.set(order.tag, (kept.get(order.tag) ?? 0n) + BigInt(remaining))
        // The pool had another number of workers: what it promised then it cannot keep, or it can
        // keep more.
        else if (trust !== undefined && signer === owner.address)
          await market.unpublish('WorkerpoolOrder', { orderHash }, owner)
      }
      return kept
    },
    publish: (order) => market.publish('WorkerpoolOrder', order, owner),
  }
}
