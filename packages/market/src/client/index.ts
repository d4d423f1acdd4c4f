export { MarketClient, type MarketWallet } from './market-client.ts'
