export { Market, type MarketOptions } from './market.ts'
export type { OrderName } from './order-kinds.ts'
export type { OrderRecord, OrderStatus } from './order-record.ts'
export type { RateLimit } from './routes/rate-limit.ts'
