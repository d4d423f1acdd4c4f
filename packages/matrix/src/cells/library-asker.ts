import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { SimError } from '@iexec-sim/base'
import { askControl, clientOptions } from '@iexec-sim/client'
import { type DealId, encodeEnclaveConfig, type TaskId } from '@iexec-sim/protocol'
import { type Asked, type Asker, secretValue } from './asker.ts'
import type { Cell } from './cells.ts'
import type { OwnAsker } from './own-asker.ts'

/** The used part of the official library; the same in both majors. */
interface Library {
  utils: { getSignerFromPrivateKey(host: string, privateKey: string): unknown }
  IExec: new (config: object, options: object) => Client
}
/** A signed or unsigned order of the library; only handed on. */
type Order = object
interface Client {
  app: { deployApp(app: object): Promise<{ address: string }> }
  secrets: { pushRequesterSecret(name: string, value: string, options?: object): Promise<object> }
  order: {
    createApporder(order: object): Promise<Order>
    signApporder(order: Order): Promise<Order>
    createRequestorder(order: object): Promise<Order>
    signRequestorder(order: Order): Promise<Order>
    matchOrders(orders: object): Promise<{ dealid: string }>
  }
  orderbook: { fetchWorkerpoolOrderbook(filters: object): Promise<{ orders: { order: Order }[] }> }
  deal: { computeTaskId(dealid: string, index: number): Promise<string> }
}

/** Asks through the official library, as a dapp does. */
export class LibraryAsker implements Asker {
  readonly #client: Client
  readonly #own: OwnAsker

  private constructor(client: Client, own: OwnAsker) {
    this.#client = client
    this.#own = own
  }

  /** Loads the library of a major from a project. Throws `SDK_NOT_INSTALLED`. */
  static async load(major: 8 | 9, own: OwnAsker, projectDir: string): Promise<LibraryAsker> {
    const { IExec, utils } = (await import(
      pathToFileURL(libraryFile(major, projectDir)).href
    )) as Library
    const { sheet } = own.network
    const ethProvider = utils.getSignerFromPrivateKey(sheet.rpc, own.requester.wallet.privateKey)
    return new LibraryAsker(new IExec({ ethProvider }, clientOptions(sheet, major)), own)
  }

  async ask(cell: Cell): Promise<Asked> {
    const { secrets, order, deal } = this.#client
    const tag = cell.tee === 'none' ? [] : ['tee', cell.tee]
    const options = cell.tee === 'none' || cell.sdk === 9 ? [] : [{ teeFramework: cell.tee }]
    for (const secret of cell.tee === 'none' ? [] : Object.values(cell.secrets))
      await secrets.pushRequesterSecret(secret.name, secretValue(secret), ...options)
    const app = await this.#deploy(cell)
    const apporder = await order.signApporder(
      await order.createApporder({ app, appprice: 0, volume: 1, tag }),
    )
    const requestorder = await order.signRequestorder(
      await order.createRequestorder({
        ...{ app, tag, category: 0, workerpoolmaxprice: 0 },
        params: {
          ...(cell.args === undefined ? {} : { iexec_args: cell.args }),
          ...(cell.tee === 'none' ? {} : { iexec_secrets: this.#names(cell) }),
        },
      }),
    )
    const workerpoolorder = await this.#offer(tag)
    const { dealid } = await order.matchOrders({ apporder, requestorder, workerpoolorder })
    return { dealId: dealid as DealId, taskId: (await deal.computeTaskId(dealid, 0)) as TaskId }
  }

  #names({ secrets }: Cell): Record<string, string> {
    return Object.fromEntries(Object.entries(secrets).map(([number, { name }]) => [number, name]))
  }

  async #deploy(cell: Cell): Promise<string> {
    const { image, checksum, mrenclave } = await this.#own.prepare(cell)
    const { app } = this.#client
    const { address } = await app.deployApp({
      owner: this.#own.requester.address,
      name: 'matrix',
      type: 'DOCKER',
      multiaddr: image,
      checksum,
      ...(mrenclave ? { mrenclave: JSON.parse(textOf(encodeEnclaveConfig(mrenclave))) } : {}),
    })
    return address
  }

  async #offer(tag: string[]): Promise<Order> {
    const { workerpool } = this.#own.network.sheet
    await askControl(this.#own.network, 'GET', '/offers')
    const { orderbook } = this.#client
    const { orders } = await orderbook.fetchWorkerpoolOrderbook({
      ...{ workerpool: workerpool.address, category: 0, minTag: tag, maxTag: tag },
    })
    if (!orders[0])
      throw new SimError('NO_OFFER', {
        reason: `the pool offers nothing for ${tag.join(', ') || 'standard tasks'}`,
      })
    return orders[0].order
  }
}

/**
 * File of the library of a major among the packages of a project: `iexec`, or an alias such as
 * `iexec8`. Throws `SDK_NOT_INSTALLED`.
 */
export function libraryFile(major: 8 | 9, projectDir: string): string {
  const require = createRequire(join(projectDir, 'package.json'))
  for (const name of ['iexec', `iexec${major}`, `iexec-${major}`, `iexec-v${major}`]) {
    try {
      const file = require.resolve(name)
      if (versionAt(file).startsWith(`${major}.`)) return file
    } catch {
      // Not there: another name may be.
    }
  }
  throw new SimError('SDK_NOT_INSTALLED', { major, dir: projectDir })
}

/** Version of the package a file is in. */
function versionAt(file: string): string {
  for (let dir = dirname(file); dir !== dirname(dir); dir = dirname(dir)) {
    try {
      const { name, version } = JSON.parse(
        readFileSync(join(dir, 'package.json'), 'utf8'),
      ) as Record<string, string>
      if (name && version) return version
    } catch {
      // Its package.json is further up.
    }
  }
  return ''
}

const textOf = (hex: string): string => Buffer.from(hex.slice(2), 'hex').toString()
