import type { Clock, Turns } from '@iexec-sim/base'
import type { HubClient } from '@iexec-sim/chain/client'
import type { Address, HubDomain, WalletChallenges } from '@iexec-sim/protocol'
import type { Logger } from 'pino'
import type { Announcer } from './sockets.ts'
import type { CategoryStore } from './store/category-store.ts'
import type { DealStore } from './store/deal-store.ts'
import type { OrderStore } from './store/order-store.ts'
import type { Progress } from './store/progress.ts'

/** Shared context of a market's parts. */
export interface MarketContext {
  /** Id of the chain. */
  chainId: number
  /** Domain of signatures. */
  domain: HubDomain
  /** Reads the chain. */
  chain: HubClient
  /** The network's clock. */
  clock: Clock
  /** Log of the market. */
  log: Logger
  /** Stored orders. */
  orders: OrderStore
  /** Stored deals. */
  deals: DealStore
  /** Stored categories. */
  categories: CategoryStore
  /** Last handled block of each watched contract. */
  progress: Progress
  /** Challenges of wallets that log in. */
  challenges: WalletChallenges
  /** Tells WebSocket clients of changes. */
  announcer: Announcer
  /** Whatever changes the book does so in turn. */
  turns: Turns
  /** Orders of a kind one wallet may have open. */
  maxOpenOrdersPerWallet: number
}

/** The wallet that was found to have sent a request. */
export type Sender = Address
