export { type DevelopmentAccount, developmentAccounts } from './accounts.ts'
export { Chain, type ChainOptions } from './chain.ts'
export { createClock, type NetworkClock } from './clock.ts'
export { type ChainDoor, listen } from './listen.ts'
