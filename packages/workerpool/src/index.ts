export type { Stranger } from './misbehave.ts'
export { type OfferBook, type OfferKind, OrderKeeper, type OrderKeeperOptions } from './order-keeper.ts'
export type { PoolChain, PoolWriter, ResultLookup } from './pool-context.ts'
export { Workerpool, type WorkerpoolOptions } from './workerpool.ts'
