import type { ProtocolSource } from '@iexec-sim/contracts/sources'
import type { Hex } from '@iexec-sim/protocol'
import { type CallStep, recorded, type Step } from '../record.ts'
import { accounts, type Role } from './accounts.ts'
import type { LabChain, LabChainOptions, ObservedCall, Receipt, Target } from './lab-chain.ts'
import { KITTY, Market } from './market.ts'
import { describeRevert } from './reverts.ts'

/** Surroundings of a scenario: a market on a protocol, with a record of every step. */
export class World implements AsyncDisposable {
  readonly market: Market
  readonly chain: LabChain
  readonly hub: Target
  readonly source: ProtocolSource
  readonly steps: Step[] = []

  private constructor(market: Market, source: ProtocolSource) {
    this.market = market
    this.chain = market.chain
    this.hub = market.hub
    this.source = source
    this.chain.observer = (call) => this.#observe(call)
    this.chain.onDeployed = (name, at) => market.names.giveNext(at, name)
  }

  /** Opens a market; its set-up is not recorded. */
  static async open(options: LabChainOptions, funded?: readonly Role[]): Promise<World> {
    return new World(await Market.open(options, funded), options.source ?? 'builtin')
  }

  /** Records a value and its expectation. */
  check(label: string, value: unknown, expected: unknown): void {
    const tell = (text: string) => this.market.names.of(text) ?? text
    this.steps.push({
      kind: 'check',
      label,
      value: recorded(value, tell),
      expected: recorded(expected, tell),
    })
  }

  /** Checks the `stake/locked` of some accounts. */
  async money(expected: Partial<Record<Role | 'hub' | 'kitty', string>>): Promise<void> {
    for (const [of, text] of Object.entries(expected))
      this.check(`money of ${of}`, await this.market.money(of as Role), text)
  }

  /** Checks fields of a task. */
  async task(id: Hex, expected: Readonly<Record<string, unknown>>): Promise<void> {
    const task = (await this.chain.read(this.hub, 'viewTask', id)).toObject()
    for (const [field, value] of Object.entries(expected))
      this.check(`${field} of the task`, task[field], value)
  }

  /** Calls the hub, which must succeed; checks the events where they are given. */
  async call(
    by: Role,
    fn: string,
    args: readonly unknown[],
    events?: readonly string[],
  ): Promise<Receipt> {
    const receipt = await this.chain.send(accounts[by], this.hub, fn, args)
    if (events) this.check(`events of ${fn}`, this.market.story(receipt), events)
    return receipt
  }

  /** Calls the hub and checks the outcome: `ok`, or the reason of the refusal. */
  async outcome(
    by: Role,
    fn: string,
    args: readonly unknown[],
    expected: string,
    value = 0n,
  ): Promise<void> {
    const said = await this.chain.refusal(accounts[by], this.hub, fn, args, value)
    this.check(`${fn} by ${by}`, this.market.names.replaceIn(said), expected)
  }

  /** Checks the result of a view function of the hub. */
  async view(fn: string, args: readonly unknown[], expected: unknown): Promise<void> {
    this.check(fn, await this.chain.read(this.hub, fn, ...args), expected)
  }

  async #observe({ from, to, fn, receipt, reverted }: ObservedCall): Promise<void> {
    const { names } = this.market
    const at = to === this.hub.address ? '' : `${names.tell(to)}.`
    const what = { kind: 'call', call: `${at}${fn.split('(')[0]} by ${names.tell(from)}` } as const
    this.steps.push(
      receipt
        ? { ...what, ...(await this.#success(receipt)) }
        : { ...what, ...this.#refused(reverted!) },
    )
  }

  async #success({
    logs,
    gasUsed,
  }: Receipt): Promise<Pick<CallStep, 'outcome' | 'gas' | 'events' | 'balances'>> {
    return {
      outcome: 'ok',
      gas: gasUsed,
      events: this.market.tellAll(logs),
      balances: await this.#balances(),
    }
  }

  #refused(reverted: Hex): Pick<CallStep, 'outcome' | 'error' | 'revertData'> {
    return {
      outcome: 'refused',
      error: this.market.names.replaceIn(describeRevert(reverted)),
      revertData: reverted,
    }
  }

  async #balances(): Promise<Record<string, string>> {
    const holders: [string, Hex][] = [
      ...Object.entries(accounts),
      ['hub', this.hub.address],
      ['kitty', KITTY],
    ]
    const accountsOf = holders.map(([, at]) => at)
    const views = await this.chain.readEach(this.hub, 'viewAccount', 2, accountsOf)
    const told = holders.map(([name], i): [string, string] => [
      name,
      `${views[i].stake}/${views[i].locked}`,
    ])
    return Object.fromEntries(told.filter(([, money]) => money !== '0/0'))
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.market[Symbol.asyncDispose]()
  }
}
