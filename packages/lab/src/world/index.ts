export { accounts, type Role, voters, wallets } from './accounts.ts'
export { LabChain, type LabChainOptions, type Receipt, type Target } from './lab-chain.ts'
export { digestOf, KITTY, Market, tag } from './market.ts'
