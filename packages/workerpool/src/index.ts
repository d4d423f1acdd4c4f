export {
  type OfferBook,
  OrderKeeper,
  type OrderKeeperOptions,
} from './order-keeper.ts'
export type { PoolChain, PoolWriter, ResultLookup } from './pool-context.ts'
export type { Stranger } from './stranger.ts'
export { Workerpool, type WorkerpoolOptions } from './workerpool.ts'
