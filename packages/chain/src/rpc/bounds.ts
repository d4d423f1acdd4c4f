import type { Rpc } from '@iexec-sim/protocol'
import { RpcFailure } from '../internal/edr.ts'
import { Filters } from './filters.ts'
import { gasOf, TRACE_GAS_CAP, withGasCap } from './gas-cap.ts'
import { Lane } from './lane.ts'
import { boundedLogs, withoutFarEnd } from './logs.ts'
import { canonicalMethod } from './methods.ts'

/** Calls that may wait to be executed. */
const MOST_CALLS_WAITING = 1_000
/** Simulations that may wait; each is up to a megabyte. */
const MOST_SIMULATIONS_WAITING = 32
/** Blocks one request may mine. */
const MOST_MINED = 10_000
/**
 * Largest gas limit of a block that may be asked for: that of the largest profile, so that a
 * transaction stays within it.
 */
const MOST_BLOCK_GAS = 30_000_000n

const EXECUTES = new Set([
  'eth_call',
  'eth_createAccessList',
  'eth_estimateGas',
  'debug_traceCall',
  'debug_traceTransaction',
])

/**
 * A chain as callers from outside may use it: no request takes more of the machine than its bound.
 * The engine does one thing at a time; calls that execute code wait for each other here and not
 * there, so that what executes none waits for one of them at most. Simulations run in a copy of the
 * chain: nothing but other simulations waits for them.
 */
export function bounded(chain: Rpc, gasCap: bigint): Rpc {
  const lane = new Lane(MOST_CALLS_WAITING)
  const simulations = new Lane(MOST_SIMULATIONS_WAITING)
  const filters = new Filters()
  const ask = (method: string, params: readonly unknown[]) => chain.request({ method, params })
  return {
    async request({ method, params = [] }) {
      const name = canonicalMethod(method)
      if (name === 'hardhat_mine') checkMined(params)
      if (name === 'evm_setBlockGasLimit') checkBlockGas(params)
      if (name === 'eth_getLogs') return boundedLogs(ask, params)
      if (name === 'eth_newFilter')
        return filters.request(method, await withoutFarEnd(ask, params), ask)
      if (name === 'eth_simulateV1')
        return simulations.run(() =>
          ask(method, [params[0], params[1], `0x${gasCap.toString(16)}`]),
        )
      if (!EXECUTES.has(name)) return filters.request(method, params, ask)
      const capped = withGasCap(name, params, gasCap)
      return lane.run(async () => {
        if (name === 'debug_traceTransaction') await checkTraced(ask, params)
        return ask(method, capped)
      })
    },
  }
}

type Ask = (method: string, params: readonly unknown[]) => Promise<unknown>

function checkMined([count]: readonly unknown[]): void {
  if (Number(count ?? 1) > MOST_MINED)
    throw new RpcFailure(-32602, `at most ${MOST_MINED} blocks are mined at once`)
}

function checkBlockGas([limit]: readonly unknown[]): void {
  const gas = typeof limit === 'number' ? BigInt(Math.trunc(limit)) : gasOf(limit)
  if (gas !== undefined && gas > MOST_BLOCK_GAS)
    throw new RpcFailure(-32602, `the gas limit of a block is at most ${MOST_BLOCK_GAS}`)
}

async function checkTraced(ask: Ask, [hash]: readonly unknown[]): Promise<void> {
  const receipt = (await ask('eth_getTransactionReceipt', [hash])) as { gasUsed: string } | null
  if (receipt && BigInt(receipt.gasUsed) > TRACE_GAS_CAP)
    throw new RpcFailure(
      -32005,
      `the trace is too large: the transaction used ${BigInt(receipt.gasUsed)} gas, above ${TRACE_GAS_CAP}`,
    )
}
