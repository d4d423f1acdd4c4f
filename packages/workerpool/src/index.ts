export type { PoolChain, PoolWriter, ResultLookup } from './pool-context.ts'
export { Workerpool, type WorkerpoolOptions } from './workerpool.ts'
