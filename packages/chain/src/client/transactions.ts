import { SimError } from '@iexec-sim/base'
import type { Address, Hex, Rpc } from '@iexec-sim/protocol'
import { type BaseWallet, Transaction } from 'ethers'

/** A call that is to become a transaction. */
export interface Call {
  /** Contract to call. */
  to: Hex
  /** ABI-encoded call. */
  data: Hex
  /** Wei. */
  value: bigint
}

/** A receipt as the chain returns it. */
export interface RawReceipt {
  /** `0x1` for success, `0x0` for a revert. */
  status: Hex
  /** Number of the block, hex. */
  blockNumber: Hex
  /** Gas used, hex. */
  gasUsed: Hex
  /** Logs in the order they were emitted. */
  logs: { address: Address; topics: Hex[]; data: Hex }[]
}

/** Gas limit of every transaction this client sends. */
export const GAS_LIMIT = 6_000_000n
/** Number of attempts with another nonce when another client uses the wallet at the same time. */
const NONCE_ATTEMPTS = 5
const RECEIPT_POLL_MS = 50
/** Time limit for a receipt. A chain that mines at once has it at the first look. */
const RECEIPT_PATIENCE_MS = 60_000

/**
 * Transactions of one sender on one chain go out one after the other, so that their nonces do not
 * clash.
 */
const queues = new WeakMap<Rpc, Map<Address, Promise<unknown>>>()

/**
 * Signs a call, sends it and returns its hash. Throws `RPC_REFUSED` when the chain does not take
 * it.
 */
export function sendCall(rpc: Rpc, chainId: number, wallet: BaseWallet, call: Call): Promise<Hex> {
  const senders = queues.get(rpc) ?? new Map<Address, Promise<unknown>>()
  queues.set(rpc, senders)
  const sender = wallet.address as Address
  const job = () => signAndSend(rpc, chainId, wallet, call, NONCE_ATTEMPTS)
  const sent = (senders.get(sender) ?? Promise.resolve()).then(job, job)
  senders.set(
    sender,
    sent.catch(() => {}),
  )
  return sent
}

async function signAndSend(
  rpc: Rpc,
  chainId: number,
  wallet: BaseWallet,
  call: Call,
  attempts: number,
): Promise<Hex> {
  const [nonce, gasPrice] = await Promise.all([
    rpc.request({ method: 'eth_getTransactionCount', params: [wallet.address, 'pending'] }),
    rpc.request({ method: 'eth_gasPrice' }),
  ])
  const transaction = Transaction.from({
    type: 0,
    chainId,
    ...call,
    nonce: Number(nonce),
    gasPrice: BigInt(gasPrice as string),
    gasLimit: GAS_LIMIT,
  })
  transaction.signature = wallet.signingKey.sign(transaction.unsignedHash)
  try {
    return (await rpc.request({
      method: 'eth_sendRawTransaction',
      params: [transaction.serialized],
    })) as Hex
  } catch (error) {
    const { name, message } = error as Error
    if (name !== 'RpcFailure' && name !== 'RpcError') throw error
    if (attempts > 1 && /nonce/i.test(message))
      return signAndSend(rpc, chainId, wallet, call, attempts - 1)
    throw new SimError(
      'RPC_REFUSED',
      { method: 'eth_sendRawTransaction', reason: message },
      { cause: error },
    )
  }
}

/** The receipt of a transaction, once it is mined. Throws `NOT_MINED`. */
export async function receiptOf(rpc: Rpc, hash: Hex): Promise<RawReceipt> {
  const until = performance.now() + RECEIPT_PATIENCE_MS
  for (;;) {
    const receipt = (await rpc.request({
      method: 'eth_getTransactionReceipt',
      params: [hash],
    })) as RawReceipt | null
    if (receipt) return receipt
    if (performance.now() > until)
      throw new SimError('NOT_MINED', { hash, seconds: RECEIPT_PATIENCE_MS / 1000 })
    await new Promise((resolve) => setTimeout(resolve, RECEIPT_POLL_MS))
  }
}
