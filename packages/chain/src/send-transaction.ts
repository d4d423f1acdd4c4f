import { sameAddress } from '@iexec-sim/protocol'
import { Transaction } from 'ethers'
import { type Evm, RpcFailure } from './internal/edr.ts'

/** Transactions of one sender that may wait for an earlier nonce, as in geth. */
const MOST_AHEAD = 64
/** Transactions the pool may hold when one arrives whose nonce lies ahead, as in geth. */
const MOST_IN_POOL = 1_024

/** A transaction that is known and not mined. */
export interface PooledTransaction {
  /** Hash of the transaction, 32 bytes of hex. */
  hash: string
  /** Sender. */
  from: string
  /** Called account; `null` for a deployment. */
  to: string | null
  /** Nonce, hex. */
  nonce: string
  /** Gas limit, hex. */
  gas: string
  /** Value in wei, hex. */
  value: string
  /** Gas price in wei, hex; legacy transactions only. */
  gasPrice?: string
  /** Highest total fee per gas in wei, hex; EIP-1559 transactions only. */
  maxFeePerGas?: string
}

interface Sent {
  /** Known for signed transactions alone. */
  hash?: string | undefined
  from: string
  /** Absent where the engine is to choose the next one. */
  nonce?: number | undefined
  /** The most a unit of gas may cost, wei. */
  price: bigint
}

/**
 * How often an engine had changed when it last mined at once and nothing waited: until it changes
 * again, neither has to be asked for.
 */
const idleAt = new WeakMap<Evm, number>()

/** The transactions that are known and not mined, those whose nonce lies ahead among them. */
export const pooled = (evm: Evm): Promise<PooledTransaction[]> =>
  evm.request('eth_pendingTransactions', []) as Promise<PooledTransaction[]>

/**
 * The nonce of a sender's next transaction, `latest` or with those that the next block can hold.
 */
export const nextNonce = async (
  evm: Evm,
  from: string,
  block: 'latest' | 'pending',
): Promise<number> => Number(await evm.request('eth_getTransactionCount', [from, block]))

/** Forgets the transactions of a sender that wait, or of all. */
export async function dropTransactions(evm: Evm, sender?: string): Promise<null> {
  for (const known of await pooled(evm))
    if (sender === undefined || isOf(known, sender))
      await evm.request('hardhat_dropTransaction', [known.hash])
  return null
}

/**
 * Sends a transaction; returns its hash. The engine refuses one whose nonce lies ahead as long as
 * it mines at once, but its pool can hold it. So it is sent there, and mined in a block of the same
 * timestamp when the gap closes.
 */
export async function sendTransaction(
  evm: Evm,
  method: string,
  params: readonly unknown[],
  timestamp: number,
): Promise<unknown> {
  const mine = async () => {
    await evm.request('evm_setNextBlockTimestamp', [timestamp])
    await evm.request('evm_mine', [])
  }
  const { changes } = evm
  const [automine, known] =
    idleAt.get(evm) === changes
      ? [true, []]
      : await Promise.all([evm.request('hardhat_getAutomine', []), pooled(evm)])
  if (!automine) {
    await assertTaken(evm, readSent(method, params), known)
    return evm.request(method, params)
  }
  if (known.length === 0) {
    await evm.request('evm_setNextBlockTimestamp', [timestamp])
    try {
      const hash = await evm.request(method, params)
      if (evm.changes === changes + 1) idleAt.set(evm, evm.changes)
      return hash
    } catch (error) {
      if (!(error as Error).message.startsWith('nonce too high')) throw error
    }
  }
  const sent = readSent(method, params)
  await assertTaken(evm, sent, known)
  // The engine keeps a snapshot for good, so one is taken only where it is needed: several
  // transactions may be mined, and what waits may be more than its sender can pay.
  const mayMineMore = !sent || known.some((other) => isOf(other, sent.from))
  const before = mayMineMore ? await evm.request('evm_snapshot', []) : undefined
  let hash: unknown
  await evm.request('evm_setAutomine', [false])
  try {
    hash = await evm.request(method, params)
    // As the engine has read it: what it takes must not wait for ever.
    const taken = await evm.request('eth_getTransactionByHash', [hash])
    await mineFrom(evm, taken as PooledTransaction, mine)
    return hash
  } catch (error) {
    // Neither the transaction nor those that waited for it may stay, mined or in the pool.
    if (before !== undefined) await evm.request('evm_revert', [before])
    else if (hash !== undefined) await evm.request('hardhat_dropTransaction', [hash])
    throw error
  } finally {
    await evm.request('evm_setAutomine', [true])
  }
}

/** Mines a sent transaction and those that waited for it; none while there is a gap. */
async function mineFrom(
  evm: Evm,
  { from, nonce }: PooledTransaction,
  mine: () => Promise<void>,
): Promise<void> {
  let next = await nextNonce(evm, from, 'latest')
  if (Number(nonce) > next) return
  for (;;) {
    await mine()
    const before = next
    next = await nextNonce(evm, from, 'latest')
    const due = (await pooled(evm)).some(
      (known) => isOf(known, from) && Number(known.nonce) === next,
    )
    if (next === before || !due) return
  }
}

/**
 * Refuses in geth's words what the engine's pool would take: the same price for the same nonce, and
 * any number ahead.
 */
async function assertTaken(
  evm: Evm,
  sent: Sent | undefined,
  inPool?: readonly PooledTransaction[],
): Promise<void> {
  if (sent?.nonce === undefined) return
  const next = await nextNonce(evm, sent.from, 'pending')
  if (sent.nonce === next) return
  const known = inPool ?? (await pooled(evm))
  const own = known.filter((other) => isOf(other, sent.from))
  const same = own.find(({ nonce }) => Number(nonce) === sent.nonce)
  if (same) {
    if (same.hash !== sent.hash && sent.price <= BigInt(same.maxFeePerGas ?? same.gasPrice ?? 0))
      throw new RpcFailure(-32000, 'replacement transaction underpriced')
  } else if (sent.nonce > next) {
    if (own.filter(({ nonce }) => Number(nonce) > next).length >= MOST_AHEAD)
      throw new RpcFailure(-32000, 'account limit exceeded')
    if (known.length >= MOST_IN_POOL) throw new RpcFailure(-32000, 'txpool is full')
  }
}

const isOf = ({ from }: PooledTransaction, sender: string): boolean => sameAddress(from, sender)

/** `undefined` for an invalid transaction, which the engine refuses with the reason. */
function readSent(method: string, [sent]: readonly unknown[]): Sent | undefined {
  try {
    if (method === 'eth_sendRawTransaction') {
      const { hash, from, nonce, maxFeePerGas, gasPrice } = Transaction.from(String(sent))
      return from === null
        ? undefined
        : { hash: hash!, from, nonce, price: maxFeePerGas ?? gasPrice ?? 0n }
    }
    const { from, nonce, maxFeePerGas, gasPrice } = sent as Record<
      string,
      string | null | undefined
    >
    if (typeof from !== 'string') return undefined
    const price = BigInt(maxFeePerGas ?? gasPrice ?? 0)
    return { from, nonce: nonce == null ? undefined : Number(nonce), price }
  } catch {
    return undefined
  }
}
