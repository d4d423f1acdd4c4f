import {
  concatenateAndHash,
  type Hex,
  type OnchainTask,
  ZERO_ADDRESS,
  ZERO_BYTES32,
} from '@iexec-sim/protocol'
import { Wallet } from 'ethers'
import { isDescribed } from '../task-run.ts'
import type { WorkerChain, WorkerContext } from '../worker-context.ts'
import { but } from './but.ts'
import type { Obstacles } from './obstacle.ts'

const NO_SIGNATURE = `0x${'0'.repeat(130)}` as Hex
/** The last moment a date can have. */
const END_OF_TIME_MS = 8.64e15

/** Faults between a worker and the chain. */
export const CHAIN_OBSTACLES: Obstacles = {
  CHAIN_UNREACHABLE: (context) =>
    reading(context, { viewTask: () => Promise.reject(new Error('the chain does not answer')) }),
  STAKE_TOO_LOW: (context) =>
    reading(context, {
      viewAccount: async (who) => ({ ...(await context.chain.viewAccount(who)), stake: -1n }),
    }),
  TASK_NOT_ACTIVE: (context) => readingTask(context, { status: 'COMPLETED' }),
  CONTRIBUTION_TIMEOUT: (context) => ({
    ...context,
    clock: but(context.clock, { now: () => END_OF_TIME_MS }),
  }),
  CONTRIBUTION_ALREADY_SET: (context) =>
    reading(context, {
      viewContribution: async (...of) => ({
        ...(await context.chain.viewContribution(...of)),
        status: 'CONTRIBUTED',
      }),
    }),
  WORKERPOOL_AUTHORIZATION_NOT_FOUND: (context, run) => {
    run.isAuthorized = false
    return { ...context, wallet: Wallet.createRandom() }
  },
  TASK_DESCRIPTION_NOT_FOUND: (context) => reading(context, { viewApp: async () => undefined }),
  TASK_DESCRIPTION_INVALID: (context) =>
    reading(context, {
      viewDeal: async (id) => {
        const deal = await context.chain.viewDeal(id)
        return deal && { ...deal, params: JSON.stringify({ iexec_result_encryption: true }) }
      },
    }),
  DETERMINISM_HASH_NOT_FOUND: (context, run) => {
    run.result = undefined
    return context
  },
  ENCLAVE_SIGNATURE_NOT_FOUND: (context, run) => {
    if (run.result) {
      const { 'enclave-signature': _, ...computed } = run.result.computed
      run.result = { ...run.result, computed }
    }
    return context
  },
  CHAIN_RECEIPT_NOT_VALID: (context) => ({ ...context, writer: wronglySigned(context) }),
  TRUST_NOT_1: (context, run) => {
    if (isDescribed(run))
      run.description = { ...run.description, deal: { ...run.description.deal, trust: 2n } }
    return context
  },
  TASK_ALREADY_CONTRIBUTED: (context) => readingTask(context, { contributors: [ZERO_ADDRESS] }),
  CANNOT_REVEAL: (context) => readingTask(context, { consensusValue: ZERO_BYTES32 }),
}

const reading = (context: WorkerContext, over: Partial<WorkerChain>): WorkerContext => ({
  ...context,
  chain: but(context.chain, over),
})

const readingTask = (context: WorkerContext, over: Partial<OnchainTask>): WorkerContext =>
  reading(context, {
    viewTask: async (id) => {
      const task = await context.chain.viewTask(id)
      return task && { ...task, ...over }
    },
  })

/** Sends transactions that the chain has to revert. */
function wronglySigned({ writer }: WorkerContext): WorkerContext['writer'] {
  return but(writer, {
    contribute: (task, hash, seal, challenge, enclaveSign) =>
      writer.contribute(task, hash, seal, challenge, enclaveSign, NO_SIGNATURE),
    contributeAndFinalize: (task, digest, results, callback, challenge, enclaveSign) =>
      writer.contributeAndFinalize(
        task,
        digest,
        results,
        callback,
        challenge,
        enclaveSign,
        NO_SIGNATURE,
      ),
    reveal: (task, digest) => writer.reveal(task, concatenateAndHash(digest)),
  })
}
