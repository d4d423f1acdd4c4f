import type { Declaration } from '../../model/declaration.ts'

/** Tasks and their life. */
export const tasks: Declaration['entities'] = {
  Task: {
    fields: {
      status: 'TaskStatus!',
      deal: 'Deal!',
      index: 'BigInt!',
      requester: 'Account!',
      contributions: '[Contribution]',
      consensus: 'Bytes',
      resultDigest: 'Bytes',
      results: 'String',
      resultsCallback: 'String',
      contributionDeadline: 'BigInt!',
      revealDeadline: 'BigInt',
      finalDeadline: 'BigInt!',
      timestamp: 'BigInt!*',
      rewards: '[Reward.task]',
      seizes: '[Seize.task]',
      events: '[TaskEvent.task]',
      bulkSlice: 'BulkSlice.task',
    },
  },
  Contribution: {
    fields: {
      status: 'ContributionStatus!',
      timestamp: 'Int!',
      task: 'Task!',
      worker: 'Account!',
      hash: 'Bytes!',
      seal: 'Bytes!',
      challenge: 'Bytes!',
    },
  },
  TaskInitialize: { is: 'TaskEvent', fields: { workerpool: 'Workerpool!' } },
  TaskContribute: { is: 'TaskEvent', fields: { worker: 'Account!', hash: 'Bytes!' } },
  TaskConsensus: { is: 'TaskEvent', fields: { consensus: 'Bytes!' } },
  TaskReveal: { is: 'TaskEvent', fields: { worker: 'Account!', digest: 'Bytes!' } },
  TaskReopen: { is: 'TaskEvent', fields: {} },
  TaskFinalize: { is: 'TaskEvent', fields: { results: 'Bytes!' } },
  TaskClaimed: { is: 'TaskEvent', fields: {} },
}
