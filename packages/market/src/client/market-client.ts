import {
  type Address,
  type Bytes32,
  type LoginChallenge,
  loginChallengeHash,
  type OrderKind,
  type OrderOf,
  SimError,
  type TypedDataSigner,
} from '@iexec-sim/protocol'
import { ORDER_KINDS, ORDER_NAMES, type OrderName } from '../order-kinds.ts'
import { type OrderRecord, toSigned } from '../order-record.ts'

/** A wallet that publishes orders; an ethers wallet is one. */
export type MarketWallet = TypedDataSigner & { readonly address: string }

/** A published order, as it was signed. */
export interface Offer<K extends OrderKind> extends Omit<OrderRecord, 'order'> {
  order: OrderOf<K>
}

/** Speaks to a market over HTTP. */
export class MarketClient {
  readonly #url: string
  readonly #chainId: number

  constructor(url: string, chainId: number) {
    this.#url = url.replace(/\/$/, '')
    this.#chainId = chainId
  }

  /** Publishes a signed order; the answer is its hash. Throws `HTTP_FAILED` with the market's own words. */
  async publish<K extends OrderKind>(kind: K, order: OrderOf<K>, wallet: MarketWallet): Promise<Bytes32> {
    const headers = { authorization: await this.#authorization(wallet), 'content-type': 'application/json' }
    const body = JSON.stringify({ order }, (_key, value) => (typeof value === 'bigint' ? Number(value) : value))
    const { published } = await this.#call<{ published: OrderRecord }>('POST', nameOf(kind), {}, { headers, body })
    return published.orderHash
  }

  /** Open orders of a kind, the best first: one page of at most 1000. Filters are the API's own. */
  async find<K extends OrderKind>(kind: K, filters: Record<string, string | number | boolean>): Promise<Offer<K>[]> {
    const { orders } = await this.#call<{ orders: OrderRecord[] }>('GET', nameOf(kind), { pageSize: 1000, ...filters })
    const info = ORDER_KINDS[nameOf(kind)]
    return orders.map((record) => ({ ...record, order: toSigned<K>(info, record.order) }))
  }

  async #authorization(wallet: MarketWallet): Promise<string> {
    const query = { address: wallet.address as Address }
    const { data } = await this.#call<{ data: LoginChallenge }>('GET', 'challenge', query)
    const signature = await wallet.signTypedData(data.domain, { Challenge: data.types.Challenge }, data.message)
    return `${loginChallengeHash(data)}_${signature}_${wallet.address}`
  }

  async #call<T>(
    method: string,
    route: OrderName | 'challenge',
    query: Record<string, string | number | boolean>,
    init: RequestInit = {},
  ): Promise<T> {
    const url = `${this.#url}/${route === 'challenge' ? route : `${route}s`}`
    const parameters = new URLSearchParams({ chainId: String(this.#chainId) })
    for (const [name, value] of Object.entries(query)) parameters.set(name, String(value))
    let response: Response
    try {
      response = await fetch(`${url}?${parameters}`, { method, ...init })
    } catch (cause) {
      throw new SimError('HTTP_UNREACHABLE', { url: this.#url, reason: 'no answer' }, { cause })
    }
    const answer = (await response.json()) as T & { error?: string }
    if (response.ok) return answer
    throw new SimError('HTTP_FAILED', { method, url, status: `${response.status}: ${answer.error ?? ''}` })
  }
}

const nameOf = (kind: OrderKind): OrderName => ORDER_NAMES.find((name) => ORDER_KINDS[name].kind === kind)!
