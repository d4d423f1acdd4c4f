export { type DevelopmentAccount, developmentAccounts } from './accounts.ts'
export { Chain, type ChainOptions } from './chain.ts'
export { createClock, LATEST_MS, type NetworkClock } from './clock.ts'
export { type ChainDoor, listen } from './listen.ts'
