import type { Declaration } from '../model/declaration.ts'
import { accounts } from './entities/accounts.ts'
import { assets } from './entities/assets.ts'
import { deals } from './entities/deals.ts'
import { event, transfer } from './entities/event.ts'
import { orders } from './entities/orders.ts'
import { tasks } from './entities/tasks.ts'

/** Everything on the chain of the protocol: who made which deal of what, and what became of it. */
export const pocoEntities: Declaration = {
  enums: {
    // The misspelling is part of the interface.
    TaskStatus: ['UNSET', 'ACTIVE', 'REVEALING', 'COMPLETED', 'FAILLED'],
    ContributionStatus: ['UNSET', 'CONTRIBUTED', 'PROVED', 'REJECTED'],
  },
  interfaces: {
    AccountEvent: { ...event, account: 'Account!' },
    Ressource: { owner: 'Account!' },
    RessourceTransferEvent: transfer,
    WorkerpoolEvent: { ...event, workerpool: 'Workerpool!' },
    DealEvent: { ...event, deal: 'Deal!' },
    TaskEvent: { ...event, task: 'Task!' },
  },
  entities: { ...accounts, ...assets, ...orders, ...deals, ...tasks },
}
