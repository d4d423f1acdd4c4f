import type { Declaration } from '../../model/declaration.ts'
import { transfer } from './event.ts'

/** Transactions, accounts, and what they get and lose; counts of everything. */
export const accounts: Declaration['entities'] = {
  Transaction: {
    fields: {
      from: 'Account',
      to: 'Account',
      value: 'BigInt!',
      gasLimit: 'BigInt!',
      gasUsed: 'BigInt!',
      gasPrice: 'BigInt!',
      timestamp: 'BigInt!*',
      blockNumber: 'BigInt!',
      accountEvents: '[AccountEvent.transaction]',
      taskEvents: '[TaskEvent.transaction]',
      workerpoolEvents: '[WorkerpoolEvent.transaction]',
      ressourceTransferEvent: '[RessourceTransferEvent.transaction]',
    },
  },
  Account: {
    fields: {
      balance: 'BigDecimal!',
      frozen: 'BigDecimal!',
      score: 'BigInt!',
      transfersFrom: '[Transfer.from]',
      transfersTo: '[Transfer.to]',
      events: '[AccountEvent.account]',
      contributions: '[Contribution.worker]',
      apps: '[App.owner]',
      datasets: '[Dataset.owner]',
      workerpools: '[Workerpool.owner]',
      dealRequester: '[Deal.requester]',
      dealBeneficiary: '[Deal.beneficiary]',
      dealCallback: '[Deal.callback]',
      taskRequester: '[Task.requester]',
      orderRequester: '[RequestOrder.requester]',
      orderBeneficiary: '[RequestOrder.beneficiary]',
      orderCallback: '[RequestOrder.callback]',
      transactions: '[Transaction.from]',
    },
  },
  Transfer: { fields: { ...transfer, value: 'BigDecimal!' } },
  Reward: { is: 'AccountEvent', fields: { value: 'BigDecimal!', task: 'Task!' } },
  Seize: { is: 'AccountEvent', fields: { value: 'BigDecimal!', task: 'Task!' } },
  Lock: { is: 'AccountEvent', fields: { value: 'BigDecimal!' } },
  Unlock: { is: 'AccountEvent', fields: { value: 'BigDecimal!' } },
  AccurateContribution: {
    is: 'AccountEvent',
    fields: { contribution: 'Contribution!', score: 'BigInt!' },
  },
  FaultyContribution: {
    is: 'AccountEvent',
    fields: { contribution: 'Contribution!', score: 'BigInt!' },
  },
  Protocol: {
    fields: {
      categoriesCount: 'BigInt!',
      appsCount: 'BigInt!',
      datasetsCount: 'BigInt!',
      workerpoolsCount: 'BigInt!',
      dealsCount: 'BigInt!',
      tasksCount: 'BigInt!',
      completedTasksCount: 'BigInt!',
      claimedTasksCount: 'BigInt!',
      tvl: 'BigDecimal!',
    },
  },
}
