import { AbiCoder } from 'ethers'

/** The engine's refusal of a request, in JSON-RPC terms. */
export class RpcFailure extends Error {
  override readonly name = 'RpcFailure'
  readonly code: number
  readonly data: unknown
  /**
   * Whether code ended in another way than by a revert: out of gas, an invalid opcode. Such an end
   * has no data.
   */
  readonly halted: boolean

  constructor(code: number, message: string, data?: unknown, halted = false) {
    super(message)
    this.code = code
    this.data = data
    this.halted = halted
  }
}

/** An error as the engine returns it. */
export interface EngineError {
  /** JSON-RPC error code. */
  code: number
  /** Message for the caller. */
  message: string
  /** Revert data or further details. */
  data?: unknown
}

/**
 * An engine's error in the form and words of geth, which anvil shares: clients read them. A revert
 * has code 3 and its data as the error's `data`; other errors have code -32000 and no data.
 */
export function inCommonForm(
  { code, message, data }: EngineError,
  method: string,
  params: readonly unknown[],
) {
  const failed = data as { reason?: unknown; data?: unknown } | null | undefined
  if (typeof failed?.data === 'string' && failed.reason !== undefined) {
    if (typeof failed.reason === 'object' && failed.reason !== null && 'Revert' in failed.reason)
      return new RpcFailure(3, revertMessage(failed.data), failed.data)
    return new RpcFailure(-32000, haltMessage(message, method, params), undefined, true)
  }
  if (code === -32004) return new RpcFailure(-32601, notThere(method))
  for (const [pattern, words] of REFUSALS) {
    const match = pattern.exec(message)
    if (match) return new RpcFailure(-32000, words(match.slice(1)))
  }
  // A field that cannot be read; what the bytes of a transaction look like is checked before.
  if (method === 'eth_sendRawTransaction' && code === -32602)
    return new RpcFailure(-32000, `rlp: ${message}`)
  return new RpcFailure(code, message, data ?? undefined)
}

/** Message of nodes for an unknown method. */
const notThere = (method: string): string => `the method ${method} does not exist/is not available`

const ERROR_SELECTOR = '0x08c379a0'
const PANIC_SELECTOR = '0x4e487b71'

/** The reason is given if it can be decoded; a custom error is for the caller's ABI. */
function revertMessage(data: string): string {
  const type = data.startsWith(ERROR_SELECTOR)
    ? 'string'
    : data.startsWith(PANIC_SELECTOR)
      ? 'uint256'
      : undefined
  if (!type) return 'execution reverted'
  try {
    const [value] = AbiCoder.defaultAbiCoder().decode([type], `0x${data.slice(10)}`)
    return `execution reverted: ${type === 'string' ? value : panicMessage(BigInt(value))}`
  } catch {
    return 'execution reverted'
  }
}

const PANICS: Record<string, string> = {
  '0': 'generic panic',
  '1': 'assert(false)',
  '17': 'arithmetic underflow or overflow',
  '18': 'division or modulo by zero',
  '33': 'enum overflow',
  '34': 'invalid encoded storage byte array accessed',
  '49': 'out-of-bounds array access; popping on an empty array',
  '50': 'out-of-bounds access of an array or bytesN',
  '65': 'out of memory',
  '81': 'uninitialized function',
}

const panicMessage = (code: bigint): string =>
  PANICS[String(code)] ?? `unknown panic code: 0x${code.toString(16)}`

function haltMessage(message: string, method: string, [call]: readonly unknown[]): string {
  if (!/out of gas/i.test(message))
    return message.replace('VM Exception while processing transaction: ', '')
  const { gas } = (call ?? {}) as { gas?: unknown }
  return method === 'eth_estimateGas' && typeof gas === 'string'
    ? `gas required exceeds allowance (${BigInt(gas)})`
    : 'out of gas'
}

/** The engine's words for a transaction it does not take, and the common ones. */
const REFUSALS: [RegExp, (found: string[]) => string][] = [
  [
    /^(?:Nonce|Transaction nonce) too (low|high)\. Expected nonce to be (?:at least )?(\d+) but got (\d+)/,
    ([way, next, given]) => `nonce too ${way}: next nonce ${next}, tx nonce ${given}`,
  ],
  [
    /^Sender doesn't have enough funds to send tx\. The max upfront cost is: (\d+) and the sender's balance is: (\d+)/,
    ([cost, balance]) =>
      `insufficient funds for gas * price + value: balance ${balance}, tx cost ${cost}, overshot ${BigInt(cost!) - BigInt(balance!)}`,
  ],
  [
    /^Transaction requires at least (\d+) gas but got (\d+)/,
    ([needed, given]) => `intrinsic gas too low: gas ${given}, minimum needed ${needed}`,
  ],
  [/^Known transaction/, () => 'already known'],
  [/^Replacement transaction underpriced/, () => 'replacement transaction underpriced'],
  [/exceeds block gas limit of/, () => 'exceeds block gas limit'],
  [
    /^Trying to send (?:an incompatible EIP-155 transaction|a raw transaction with an invalid chainId)/,
    () => 'invalid sender: invalid chain id for signer',
  ],
  [
    /^(?:Invalid Signature$|invalid bool value)/,
    () => 'invalid sender: invalid transaction v, r, s values',
  ],
  [/^Trying to send an EIP-\d+ transaction but/, () => 'transaction type not supported'],
]
