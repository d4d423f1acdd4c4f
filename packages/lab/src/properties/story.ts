import { type Bytes32, taskIdOf } from '@iexec-sim/protocol'
import { toQuantity } from 'ethers'
import { accounts, digestOf, type Market, type Role } from '../world/index.ts'
import { Books, type StoryTask } from './books.ts'
import { type Step, workers } from './steps.ts'

const GWEI = 10n ** 9n
const holders = ['requester', 'sponsor', 'poolOwner', ...workers] as const

/** Carries out valid and invalid steps, and keeps the books. */
export class Story {
  readonly outcomes = new Map<string, number>()
  readonly books: Books
  /** Amount that reached the hub outside deposits and was not recovered. */
  stray = 0n
  readonly #market: Market
  /** Whether an approval can carry a match. */
  readonly #matchesOnApproval: boolean

  constructor(market: Market, matchesOnApproval: boolean) {
    this.#market = market
    this.#matchesOnApproval = matchesOnApproval
    this.books = new Books(market)
  }

  async run(s: Step): Promise<void> {
    const outcome = await this.#do(s)
    const funded = s.do === 'match' && this.#funded(s)
    const key = `${funded ? 'deposit and match' : s.do} ${outcome === 'ok' ? 'ok' : 'refused'}`
    this.outcomes.set(key, (this.outcomes.get(key) ?? 0) + 1)
  }

  async #do(s: Step): Promise<string> {
    const { chain } = this.#market
    switch (s.do) {
      case 'match':
        return this.#match(s)
      case 'wait':
        await chain.rpc('evm_increaseTime', s.seconds)
        return 'ok'
      case 'deposit':
        return this.#deposit(holders[s.who]!, s.amount)
      case 'withdraw':
        return this.#call(holders[s.who]!, 'withdraw', [s.amount])
      case 'transfer':
        return this.#call(holders[s.who]!, 'transfer', [accounts.appOwner, s.amount])
      case 'direct':
        return this.#direct(BigInt(s.amount))
      case 'recover':
        return this.#recover(s.by)
      default:
        return this.#work(s)
    }
  }

  #call(by: Role, fn: string, args: unknown[]): Promise<string> {
    return this.#market.chain.refusal(accounts[by], this.#market.hub, fn, args)
  }

  async #work(s: Extract<Step, { task: number }>): Promise<string> {
    const { tasks } = this.books
    const target = tasks[tasks.length - 1 - s.task]
    if (!target) return 'nothing'
    const outcome = 'worker' in s ? await this.#deed(s, target) : await this.#turn(s.do, target)
    await this.books.look(target)
    return outcome
  }

  async #turn(
    what: 'initialize' | 'finalize' | 'reopen' | 'claim',
    target: StoryTask,
  ): Promise<string> {
    if (what === 'initialize')
      return this.#call('stranger', 'initialize', [target.deal, target.index])
    if (what === 'claim') return this.#call('stranger', 'claim', [target.task])
    if (what === 'finalize') return this.#call('poolOwner', 'finalize', [target.task, '0x', '0x'])
    const outcome = await this.#call('poolOwner', 'reopen', [target.task])
    if (outcome === 'ok') this.books.reopened(target)
    return outcome
  }

  async #deed(s: Extract<Step, { worker: number }>, target: StoryTask): Promise<string> {
    const market = this.#market
    const worker = workers[s.worker]!
    const digest: Bytes32 = digestOf(`result ${s.result}`)
    if (s.do === 'reveal') return this.#call(worker, 'reveal', [target.task, digest])
    if (s.do === 'completeAtOnce')
      return this.#call(
        worker,
        'contributeAndFinalize',
        await market.completion(worker, target.task, '0x'),
      )
    const score = await market.score(worker)
    const outcome = await this.#call(
      worker,
      'contribute',
      await market.contribution(worker, target.task, digest),
    )
    if (outcome === 'ok') await this.books.voted(target, worker, s.result, score)
    return outcome
  }

  #funded({ funding }: { funding: number }): boolean {
    return funding > 0 && this.#matchesOnApproval
  }

  #deposit(who: Role, amount: number): Promise<string> {
    const { chain, hub } = this.#market
    if (chain.mode === 'token') return this.#approveAndCall(who, amount, '0x')
    return chain.refusal(accounts[who], hub, 'deposit', [], BigInt(amount) * GWEI + BigInt(amount)) // some odd wei
  }

  #approveAndCall(who: Role, amount: number, data: string): Promise<string> {
    const { chain, hub } = this.#market
    return chain.refusal(accounts[who], chain.rlc, 'approveAndCall', [hub.address, amount, data])
  }

  /**
   * A transfer of the token; on a native chain, where a plain transfer is a deposit, a change of
   * the hub's balance.
   */
  async #direct(amount: bigint): Promise<string> {
    const { chain, hub } = this.#market
    this.stray += amount
    if (chain.mode === 'token')
      return chain.refusal(accounts.owner, chain.rlc, 'transfer', [hub.address, amount])
    const held = BigInt(await chain.rpc<string>('eth_getBalance', hub.address, 'latest'))
    await chain.rpc('hardhat_setBalance', hub.address, toQuantity(held + amount * GWEI))
    return 'ok'
  }

  async #recover(by: Role): Promise<string> {
    const outcome = await this.#call(by, 'recover', [])
    if (outcome === 'ok') this.stray = 0n
    return outcome
  }

  async #match(s: Extract<Step, { do: 'match' }>): Promise<string> {
    const { volume, trust, price, dataset, sponsored, funding } = s
    const market = this.#market
    const workerpoolprice = BigInt(price)
    const orders = await market.signed({
      workerpool: { workerpoolprice },
      request: {
        workerpoolmaxprice: workerpoolprice,
        volume: BigInt(volume),
        trust: BigInt(trust),
      },
      ...(dataset ? {} : { dataset: null }),
    })
    const fn = sponsored ? 'sponsorMatchOrders' : 'matchOrders'
    const args = [orders.app, orders.dataset, orders.workerpool, orders.request]
    const outcome = this.#funded(s)
      ? await this.#approveAndCall(
          'requester',
          funding,
          market.hub.abi.encodeFunctionData(fn, args),
        )
      : await market.chain.refusal(
          sponsored ? accounts.sponsor : accounts.stranger,
          market.hub,
          fn,
          args,
        )
    if (outcome !== 'ok') return outcome
    const deal = market.dealId(orders)
    const tasks = Array.from({ length: volume }, (_, index) => ({
      index,
      task: taskIdOf(deal, index),
    }))
    await this.books.addDeal(deal, tasks)
    return outcome
  }
}
