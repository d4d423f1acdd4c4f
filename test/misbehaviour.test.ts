import type { OrderedRun } from '@iexec-sim/client/requester'
import type { MisbehaviourEntry, WorkerMisbehaviour } from '@iexec-sim/faults'
import {
  type Address,
  dealIdOf,
  encodeTag,
  type Hex,
  orderHash,
  signOrder,
  type TaskId,
  taskIdOf,
} from '@iexec-sim/protocol'
import type { TaskDetails } from '@iexec-sim/workerpool/client'
import { Wallet } from 'ethers'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { cli } from './support/cli.ts'
import { SCENARIO_IMAGE } from './support/images.ts'
import { ScenarioNetwork } from './support/scenario-network.ts'

/** Trust that two workers reach and one does not. */
const TRUST_OF_TWO = 3n

describe('in a network of two workers', () => {
  let scenario: ScenarioNetwork
  beforeAll(async () => {
    scenario = await ScenarioNetwork.start({ workers: 2 })
    await scenario.network.offersOpen
  })
  afterAll(() => scenario[Symbol.asyncDispose]())
  afterEach(() => scenario.network.misbehaviours.clear())

  const order = async (trust = TRUST_OF_TWO, tag = ''): Promise<OrderedRun> => {
    const request = { image: SCENARIO_IMAGE, tag: encodeTag(tag), secrets: {}, args: 'ok', trust }
    return scenario.requester.order(
      request,
      await scenario.requester.prepare(SCENARIO_IMAGE, request.tag),
    )
  }
  /** Matches a deal with a misbehaviour. */
  const matchWith = async (
    entry: MisbehaviourEntry,
    trust?: bigint,
    tag?: string,
  ): Promise<OrderedRun> => {
    const run = await order(trust, tag)
    scenario.network.misbehaviours.add({ ...entry, deal: run.dealId })
    return scenario.requester.matchOrders(run)
  }
  const worker1 = (does: WorkerMisbehaviour): MisbehaviourEntry => ({ actor: 'worker-1', does })
  const worker = (i: number): Address => scenario.network.sheet.workers[i]!.address
  const hub = () => scenario.requester.hub
  const until = async (
    taskId: TaskId,
    wished: (task: TaskDetails) => boolean,
  ): Promise<TaskDetails> => {
    for await (const task of scenario.requester.follow(taskId)) if (wished(task)) return task
    throw new Error(`${taskId} never was as wished`)
  }
  const taskHas = (status: string) => (task: TaskDetails) =>
    task.statuses.some((update) => update.status === status)
  const statusNames = ({ statuses }: TaskDetails) => statuses.map(({ status }) => status)
  const workerHas = (address: Address, status: string) => (task: TaskDetails) =>
    updatesOf(task, address).some((update) => update.status === status)
  const updatesOf = ({ replicates }: TaskDetails, address: Address) =>
    replicates.find(({ workerWallet }) => workerWallet === address)?.updates ?? []
  const advance = async (by: string) => {
    expect(await cli(['time', 'advance', by, '--state', scenario.dir])).toMatchObject({ code: 0 })
  }
  const explain = async (taskId: TaskId) =>
    (await cli(['task', 'explain', taskId, '--state', scenario.dir])).stdout

  it('one with a wrong digest in one task keeps that task alone from consensus', async () => {
    const [lied, honest] = [await order(), await order()]
    scenario.network.misbehaviours.add({ ...worker1('wrong-digest'), task: lied.taskId })
    await Promise.all([lied, honest].map((run) => scenario.requester.matchOrders(run)))
    expect(await scenario.outcome(honest.taskId)).toMatchObject({ onchain: 'COMPLETED' })
    for (const i of [0, 1]) await until(lied.taskId, workerHas(worker(i), 'CONTRIBUTED'))
    expect(await hub().viewTask(lied.taskId)).toMatchObject({ status: 'ACTIVE' })
    expect(await explain(lied.taskId)).toContain(
      'No consensus: 2 × 3 = 6, and 5 × (3 − 1) = 10; the first is not larger.',
    )
    expect(await explain(honest.taskId)).toContain('Consensus is reached: 4 × 3 = 12')
  })

  it('one with a wrong digest in a TEE task is refused by the chain', async () => {
    const { taskId } = await matchWith({ actor: 'worker-1', does: 'wrong-digest' }, 0n, 'tee,scone')
    scenario.network.misbehaviours.add({ actor: 'worker-2', does: 'wrong-digest' })
    const { task, onchain } = await scenario.outcome(taskId)
    expect(onchain).toBe('ACTIVE')
    expect(task.replicates[0]).toMatchObject({
      updates: expect.arrayContaining([
        expect.objectContaining({ status: 'CONTRIBUTE_AND_FINALIZE_FAILED' }),
      ]),
      diagnosis: { reason: 'The chain refused contributeAndFinalize: empty revert.' },
    })
  })

  it('one that never reveals loses, and the task is finalised without it', async () => {
    const { taskId } = await matchWith(worker1('never-reveals'))
    await until(taskId, taskHas('RESULT_UPLOADED'))
    expect(await explain(taskId)).toMatch(
      /1 of 2 winners have revealed, which they can do until .*Z; from \S+Z on it can be claimed/,
    )
    await advance('11m')
    expect(await scenario.outcome(taskId)).toMatchObject({ onchain: 'COMPLETED' })
    expect(await hub().viewContribution(taskId, worker(0))).toMatchObject({ status: 'CONTRIBUTED' })
    expect(await hub().viewContribution(taskId, worker(1))).toMatchObject({ status: 'PROVED' })
  })

  it('one that reveals late is too late', async () => {
    const { taskId } = await matchWith(worker1('reveals-late'))
    await until(taskId, taskHas('RESULT_UPLOADED'))
    await until(taskId, workerHas(worker(0), 'REVEALING'))
    await advance('11m')
    const { task, onchain } = await scenario.outcome(taskId)
    expect(onchain).toBe('COMPLETED')
    expect(workerHas(worker(0), 'REVEALED')(task)).toBe(false)
    expect(await hub().viewContribution(taskId, worker(0))).toMatchObject({ status: 'CONTRIBUTED' })
  })

  it('one that contributes twice is refused the second time', async () => {
    const count = (address: Address) =>
      hub().rpc.request({
        method: 'eth_getTransactionCount',
        params: [address, 'latest'],
      }) as Promise<Hex>
    const counts = async () => Promise.all([0, 1].map(async (i) => Number(await count(worker(i)))))
    const before = await counts()
    const { taskId } = await matchWith(worker1('contributes-twice'))
    expect(await scenario.outcome(taskId)).toMatchObject({ onchain: 'COMPLETED' })
    // Contribute and reveal, and what the chain refused.
    expect((await counts()).map((sent, i) => sent - before[i]!)).toEqual([3, 2])
    expect((await hub().viewTask(taskId))!.contributors).toHaveLength(2)
  })

  it('one that goes offline counts as lost, and is back after the final deadline', async () => {
    const { taskId } = await matchWith(worker1('goes-offline'))
    await until(taskId, workerHas(worker(0), 'WORKER_LOST'))
    await until(taskId, workerHas(worker(1), 'CONTRIBUTED'))
    expect(await explain(taskId)).toContain('No consensus: 2 × 3 = 6, and 3 × (3 − 1) = 6')
    await advance('51m')
    const { taskId: next } = await scenario.requester.matchOrders(await order())
    expect(await scenario.outcome(next)).toMatchObject({ onchain: 'COMPLETED' })
  })

  it('one with too little stake does not start, and has its stake back for other tasks', async () => {
    const { accounts, workers } = scenario.network.sheet
    const wallets = accounts.map(({ privateKey }) => new Wallet(privateKey))
    for (const { address } of [...accounts.slice(0, 2), ...workers])
      await hub()
        .as(wallets.find((wallet) => wallet.address === address)!)
        .deposit(100n)
    const [poor, rich] = [await priced(wallets), await priced(wallets)]
    scenario.network.misbehaviours.add({ ...worker1('too-little-stake'), deal: poor.dealId })
    const { stake } = await hub().viewAccount(worker(0))
    await scenario.requester.matchOrders(poor)
    expect((await hub().viewDeal(poor.dealId))!.workerStake).toBeGreaterThan(0n)
    const task = await until(poor.taskId, workerHas(worker(0), 'START_FAILED'))
    expect(updatesOf(task, worker(0))).toContainEqual(
      expect.objectContaining({ cause: 'STAKE_TOO_LOW' }),
    )
    expect((await hub().viewAccount(worker(0))).stake).toBe(stake)
    await scenario.requester.matchOrders(rich)
    expect(await scenario.outcome(rich.taskId)).toMatchObject({ onchain: 'COMPLETED' })
  })

  /** A run the pool is paid for, so that its workers need a stake. */
  async function priced([requester, owner]: readonly Wallet[]): Promise<OrderedRun> {
    const { chainId, hub } = scenario.network.sheet
    const run = await order()
    const offer = { ...run.orders.workerpool, workerpoolprice: 10n }
    const asked = { ...run.orders.request, workerpoolmaxprice: 10n }
    const workerpool = await signOrder('WorkerpoolOrder', offer, { chainId, hub }, owner!)
    const request = await signOrder('RequestOrder', asked, { chainId, hub }, requester!)
    const dealId = dealIdOf(orderHash('RequestOrder', request, { chainId, hub }), 0n)
    return {
      ...run,
      dealId,
      taskId: taskIdOf(dealId, 0),
      orders: { ...run.orders, workerpool, request },
    }
  }

  it('workers whose tasks a scheduler never finalises are given the next ones', async () => {
    scenario.network.misbehaviours.add({ actor: 'scheduler', does: 'never-finalizes' })
    const runs: OrderedRun[] = []
    for (const _ of [1, 2, 3, 4]) runs.push(await order(0n))
    await Promise.all(runs.map((run) => scenario.requester.matchOrders(run)))
    for (const { taskId } of runs)
      expect(statusNames(await until(taskId, taskHas('RESULT_UPLOADED')))).not.toContain(
        'FINALIZING',
      )
  })

  it('a scheduler that never finalises leaves the task to a claim', async () => {
    const { taskId } = await matchWith({ actor: 'scheduler', does: 'never-finalizes' }, 0n)
    const other = await scenario.requester.matchOrders(await order(0n))
    expect(await scenario.outcome(other.taskId)).toMatchObject({ onchain: 'COMPLETED' })
    await until(taskId, taskHas('RESULT_UPLOADED'))
    expect(await explain(taskId)).toContain(
      'All 1 winners have revealed, and the scheduler has not finalised: from',
    )
    const requester = hub().as(scenario.requester.wallet)
    await expect(requester.claim(taskId)).rejects.toThrow('empty revert')
    await advance('51m')
    await requester.claim(taskId)
    expect(await hub().viewTask(taskId)).toMatchObject({ status: 'FAILED' })
    expect(statusNames(await until(taskId, taskHas('FAILED')))).not.toContain('FINALIZING')
  })

  it('a scheduler that authorises a stranger gets its invented result, if no worker votes', async () => {
    const { taskId } = await matchWith(
      { actor: 'scheduler', does: 'authorizes-unknown-worker' },
      0n,
    )
    expect(await scenario.outcome(taskId)).toMatchObject({ onchain: 'COMPLETED', files: {} })
    const [stranger] = (await hub().viewTask(taskId))!.contributors
    expect(scenario.network.sheet.workers.map(({ address }) => address)).not.toContain(stranger)
    expect(await explain(taskId)).toContain(
      `${stranger} is a stranger: none of the pool's workers, yet the pool's owner authorised it.`,
    )
  })

  it('a stranger in a TEE task is refused by the chain, and a worker completes the task', async () => {
    const { taskId } = await matchWith(
      { actor: 'scheduler', does: 'authorizes-unknown-worker' },
      0n,
      'tee,scone',
    )
    const { task, onchain } = await scenario.outcome(taskId)
    expect(onchain).toBe('COMPLETED')
    expect(task.replicates[0]!.updates.map(({ status }) => status)).toEqual([
      'CREATED',
      'CONTRIBUTE_FAILED',
      'FAILED',
    ])
    expect(await explain(taskId)).not.toContain('stranger')
  })
})
