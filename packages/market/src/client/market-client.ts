import { ask, type Question, SimError } from '@iexec-sim/base'
import {
  type Address,
  type Bytes32,
  type LoginChallenge,
  loginChallengeHash,
  type OrderKind,
  type OrderOf,
  type TypedDataSigner,
} from '@iexec-sim/protocol'
import { ORDER_KINDS, ORDER_NAMES, type OrderName } from '../order-kinds.ts'
import { type OrderRecord, toSigned } from '../order-record.ts'

/** A wallet that publishes orders; an ethers wallet is one. */
export type MarketWallet = TypedDataSigner & {
  /** Address of the wallet. */
  readonly address: string
}

/** A published order, as it was signed. */
export interface Offer<K extends OrderKind> extends Omit<OrderRecord, 'order'> {
  /** The signed order. */
  order: OrderOf<K>
}

/**
 * Orders that a wallet withdraws: one, the newest or all that it published for an asset (or as
 * requester).
 */
export type Withdrawal = { orderHash: Bytes32 } | { last: Address } | { all: Address }

/** Filters of a list, by the API's own names. */
export type OfferFilters = Record<string, string | number | boolean>

/**
 * Speaks to a market over HTTP. Every method throws `HTTP_FAILED` with the market's own words, or
 * `HTTP_UNREACHABLE`.
 */
export class MarketClient {
  readonly #url: string
  readonly #chainId: number

  constructor(url: string, chainId: number) {
    this.#url = url.replace(/\/$/, '')
    this.#chainId = chainId
  }

  /** Publishes a signed order and returns its hash. */
  async publish<K extends OrderKind>(
    kind: K,
    order: OrderOf<K>,
    wallet: MarketWallet,
  ): Promise<Bytes32> {
    const name = nameOf(kind)
    const { published } = await this.#send<{ published: OrderRecord }>(
      'POST',
      name,
      { order },
      wallet,
    )
    return published.orderHash
  }

  /** Withdraws orders and returns their hashes. */
  async unpublish(
    kind: OrderKind,
    withdrawal: Withdrawal,
    wallet: MarketWallet,
  ): Promise<Bytes32[]> {
    const name = nameOf(kind)
    const { unpublished } = await this.#send<{ unpublished: Bytes32[] }>(
      'PUT',
      name,
      body(name, withdrawal),
      wallet,
    )
    return unpublished
  }

  /** Open orders of a kind, the best first: one page of at most 1000. */
  async find<K extends OrderKind>(kind: K, filters: OfferFilters): Promise<Offer<K>[]> {
    const { orders } = await this.#call<{ orders: OrderRecord[] }>('GET', `${nameOf(kind)}s`, {
      pageSize: 1000,
      ...filters,
    })
    return orders.map((record) => offer(kind, record))
  }

  /** An order of any status; `undefined` if it was never published. */
  async order<K extends OrderKind>(kind: K, hash: Bytes32): Promise<Offer<K> | undefined> {
    const answer = await this.#ask('GET', `${nameOf(kind)}s/${hash}`, {}, {})
    return answer.status === 404 ? undefined : offer(kind, accepted<OrderRecord>(answer))
  }

  async #send<T>(
    method: 'POST' | 'PUT',
    name: OrderName,
    content: object,
    wallet: MarketWallet,
  ): Promise<T> {
    const headers = {
      authorization: await this.#authorization(wallet),
      'content-type': 'application/json',
    }
    const body = JSON.stringify(content, (_key, value) =>
      typeof value === 'bigint' ? Number(value) : value,
    )
    return this.#call<T>(method, `${name}s`, {}, { headers, body })
  }

  async #authorization(wallet: MarketWallet): Promise<string> {
    const { data } = await this.#call<{ data: LoginChallenge }>('GET', 'challenge', {
      address: wallet.address,
    })
    const signature = await wallet.signTypedData(
      data.domain,
      { Challenge: data.types.Challenge },
      data.message,
    )
    return `${loginChallengeHash(data)}_${signature}_${wallet.address}`
  }

  async #call<T>(
    method: string,
    path: string,
    query: OfferFilters,
    init: Question = {},
  ): Promise<T> {
    return accepted<T>(await this.#ask(method, path, query, init))
  }

  async #ask(method: string, path: string, query: OfferFilters, init: Question): Promise<Answer> {
    const url = `${this.#url}/${path}`
    const parameters = new URLSearchParams({ chainId: String(this.#chainId) })
    for (const [name, value] of Object.entries(query)) parameters.set(name, String(value))
    const response = await ask(`${url}?${parameters}`, { method, accept: REFUSED, ...init })
    return {
      method,
      url,
      status: response.status,
      body: await response.json().catch(() => undefined),
    }
  }
}

/** Statuses whose body has the reason. */
const REFUSED = [400, 401, 403, 404, 409, 422, 429, 500]

interface Answer {
  method: string
  url: string
  status: number
  /** `undefined` when it was no JSON. */
  body: unknown
}

function accepted<T>({ method, url, status, body }: Answer): T {
  if (status === 200 && body !== undefined) return body as T
  const { error = 'no JSON' } = (body ?? {}) as { error?: string }
  throw new SimError('HTTP_FAILED', { method, url, status: `${status}: ${error}` })
}

const offer = <K extends OrderKind>(kind: K, { order, ...record }: OrderRecord): Offer<K> => ({
  ...record,
  order: toSigned<K>(ORDER_KINDS[nameOf(kind)], order),
})

function body(name: OrderName, withdrawal: Withdrawal): object {
  const { resource } = ORDER_KINDS[name]
  if ('last' in withdrawal) return { target: 'unpublish_last', [resource]: withdrawal.last }
  if ('all' in withdrawal) return { target: 'unpublish_all', [resource]: withdrawal.all }
  return { target: 'unpublish_orderHash', ...withdrawal }
}

const nameOf = (kind: OrderKind): OrderName =>
  ORDER_NAMES.find((name) => ORDER_KINDS[name].kind === kind)!
