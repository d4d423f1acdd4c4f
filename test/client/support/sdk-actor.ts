import { type AddressSheet, type ClientMajor, findNetwork } from '@iexec-sim/client'
import { prepareImage } from '@iexec-sim/client/requester'
import { connectEngine } from '@iexec-sim/docker'
import { encodeEnclaveConfig, type TaskId, type TeeFramework } from '@iexec-sim/protocol'
import { PoolControlClient, type TaskDetails } from '@iexec-sim/workerpool/client'
import { Wallet } from 'ethers'
import { unzipSync } from 'fflate'
import type { CliNetwork } from '../../support/cli.ts'
import { SCENARIO_IMAGE } from '../../support/images.ts'
import { type ClientSdk, clientSdk } from './client-sdk.ts'

/** A request. Fields are those of the library's own request orders. */
export interface Request {
  args?: string
  params?: Record<string, unknown>
  [field: string]: unknown
}

/** Result of a deal. */
export interface DealOutcome {
  dealid: string
  tasks: { taskid: string; details: TaskDetails | undefined; files: Record<string, string> }[]
}

/**
 * A dapp's user: a fresh wallet with the official library, on one network, asking for one kind of
 * task.
 */
export class SdkActor {
  readonly sdk: ClientSdk
  readonly address: string
  readonly major: ClientMajor
  readonly tee: TeeFramework | undefined
  readonly privateKey: string
  readonly #network: CliNetwork
  readonly #sheet: AddressSheet

  constructor(
    network: CliNetwork,
    sheet: AddressSheet,
    major: ClientMajor,
    tee: TeeFramework | undefined,
    privateKey: string = Wallet.createRandom().privateKey,
  ) {
    this.#network = network
    this.#sheet = sheet
    this.major = major
    this.tee = tee
    this.privateKey = privateKey
    this.address = new Wallet(privateKey).address
    this.sdk = clientSdk(major, sheet, privateKey, tee)
  }

  /** Gives the wallet money: RLC, and ether where transactions cost some. */
  async fund(rlc = '10'): Promise<this> {
    await this.#network.json([
      'faucet',
      this.address,
      '--rlc',
      rlc,
      '--profile',
      this.#sheet.profile,
    ])
    return this
  }

  get tag(): string[] {
    return this.tee ? ['tee', this.tee] : []
  }

  /** Deploys an app; without an image, the one that behaves as its arguments say. */
  async deployScenario(image = SCENARIO_IMAGE): Promise<string> {
    const engine = connectEngine({ network: 'client-tests' })
    try {
      const prepared = await prepareImage(engine, undefined, image, this.tee)
      const { address } = await this.sdk.app.deployApp({
        owner: this.address,
        name: `app-${this.address}`,
        type: 'DOCKER',
        multiaddr: prepared.image,
        checksum: prepared.checksum,
        ...(prepared.mrenclave
          ? { mrenclave: JSON.parse(textOf(encodeEnclaveConfig(prepared.mrenclave))) }
          : {}),
      })
      return address
    } finally {
      await engine.close()
    }
  }

  /**
   * Has an app run: its order (the actor's own unless one is given), the debug pool's best offer, a
   * request; matched.
   */
  async run(
    app: string,
    request: Request = {},
    orders: Record<string, unknown> = {},
  ): Promise<DealOutcome> {
    const { order } = this.sdk
    const { args, params, ...fields } = request
    const tag = this.tag
    const apporder = orders.apporder ?? (await this.appOrder(app))
    const category = Number(fields.category ?? 0)
    const requestorder = await order.signRequestorder(
      await order.createRequestorder({
        app,
        category,
        tag,
        workerpoolmaxprice: 0,
        params: { ...(args === undefined ? {} : { iexec_args: args }), ...params },
        ...fields,
      } as never),
    )
    const workerpoolorder = await this.poolOffer(category, Number(fields.trust ?? 0))
    const { dealid } = await order.matchOrders({
      workerpoolorder,
      ...orders,
      apporder,
      requestorder,
    } as never)
    return this.outcome(dealid, Number(fields.volume ?? 1))
  }

  /** A free order of the actor's app, for anybody. */
  async appOrder(app: string, fields: Record<string, unknown> = {}): Promise<unknown> {
    const { order } = this.sdk
    return order.signApporder(
      await order.createApporder({
        app,
        appprice: 0,
        volume: 100,
        tag: this.tag,
        ...fields,
      } as never),
    )
  }

  /** The debug pool's best offer for the actor's tag. */
  async poolOffer(category: number, trust: number): Promise<unknown> {
    const { orders } = await this.sdk.orderbook.fetchWorkerpoolOrderbook({
      workerpool: this.#sheet.workerpool.address,
      category,
      minTag: this.tag,
      maxTag: this.tag,
      ...(trust > 1 ? { minTrust: trust } : {}),
    } as never)
    if (!orders[0]) throw new Error(`the pool offers nothing for ${this.tag}`)
    return orders[0].order
  }

  /** Waits for all tasks of a deal and fetches their results. */
  async outcome(dealid: string, volume: number): Promise<DealOutcome> {
    const tasks = Array.from({ length: volume }, async (_, index) => {
      const taskid = await this.sdk.deal.computeTaskId(dealid, index)
      const details = await this.#followed(taskid as TaskId)
      return { taskid, details, files: await this.#files(taskid) }
    })
    return { dealid, tasks: await Promise.all(tasks) }
  }

  async #followed(taskId: TaskId): Promise<TaskDetails | undefined> {
    const dir =
      this.#sheet === this.#network.sheet
        ? this.#network.dir
        : `${this.#network.dir}/${this.#sheet.profile}`
    const { controlToken } = findNetwork(dir)
    let last: TaskDetails | undefined
    for await (const task of new PoolControlClient(this.#sheet.workerpool.url, controlToken).follow(
      taskId,
    ))
      last = task
    return last
  }

  /** Files of a result, fetched by the library; none where the task has no archive. */
  async #files(taskid: string): Promise<Record<string, string>> {
    const archive = await this.sdk.task.fetchResults(taskid).catch(() => undefined)
    if (!archive) return {}
    return unzipped(new Uint8Array(await archive.arrayBuffer()))
  }
}

/** The files of an archive as texts. */
export function unzipped(archive: Uint8Array): Record<string, string> {
  return Object.fromEntries(
    Object.entries(unzipSync(archive)).map(([name, bytes]) => [
      name,
      Buffer.from(bytes).toString(),
    ]),
  )
}

const textOf = (hex: string): string => Buffer.from(hex.slice(2), 'hex').toString()
