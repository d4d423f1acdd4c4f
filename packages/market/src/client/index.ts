export {
  MarketClient,
  type MarketWallet,
  type Offer,
  type OfferFilters,
  type Withdrawal,
} from './market-client.ts'
