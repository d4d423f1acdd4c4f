import { type Evm, RpcFailure } from '../../internal/edr.ts'
import type { Ledger } from '../../ledger.ts'
import { dropTransactions } from '../../send-transaction.ts'
import { type DatedBlock, datedBlocks } from './blocks.ts'
import { type Sent, sendCall } from './calls.ts'
import { applyOverrides } from './overrides.ts'
import type { Simulation } from './payload.ts'

interface Receipt {
  gasUsed: string
  status: string
  logs: unknown[]
}
type Block = Record<string, unknown>

/** Executes `eth_simulateV1`. The engine keeps the blocks: the caller has to revert them. */
export async function simulate(ledger: Ledger, simulation: Simulation): Promise<Block[]> {
  const { evm } = ledger
  const latest = (await evm.request('eth_getBlockByNumber', ['latest', false])) as Record<
    string,
    string
  >
  assertNewest(simulation.base, latest.number!)
  const blocks = datedBlocks(simulation, {
    number: Number(latest.number),
    head: Number(latest.timestamp),
  })
  await evm.request('evm_setAutomine', [false])
  await dropTransactions(evm)
  const results: Block[] = []
  let gasLeft = simulation.gasCap
  for (const block of blocks) {
    const { result, gasUsed } = await mineBlock(ledger, block, simulation, gasLeft)
    gasLeft -= gasUsed
    results.push(result)
  }
  return results
}

async function mineBlock(
  ledger: Ledger,
  block: DatedBlock,
  simulation: Simulation,
  gasLeft: bigint,
) {
  const { evm } = ledger
  await applyOverrides(evm, block, simulation)
  const sent: Sent[] = []
  for (const call of block.calls) sent.push(await sendCall(ledger, call, simulation, gasLeft))
  await evm.request('evm_setNextBlockTimestamp', [block.time])
  await evm.request('evm_mine', [])
  const mined = (await evm.request('eth_getBlockByNumber', [
    'latest',
    simulation.fullTransactions,
  ])) as Block
  const calls = await Promise.all(sent.map((one) => resultOf(evm, one)))
  return { result: { ...mined, calls }, gasUsed: BigInt(mined.gasUsed as string) }
}

async function resultOf(evm: Evm, { hash, returnData, error }: Sent): Promise<object> {
  const receipt = (await evm.request('eth_getTransactionReceipt', [hash])) as Receipt | null
  // In a block with a base fee, what pays less stays out.
  if (!receipt) throw new RpcFailure(-38012, 'max fee per gas less than block base fee')
  const { gasUsed, status, logs } = receipt
  return { returnData, logs, gasUsed, status, ...(error ? { error } : {}) }
}

function assertNewest(base: unknown, newest: string): void {
  const isNewest =
    base === 'latest' || base === 'pending' || (typeof base === 'string' && base === newest)
  if (!isNewest)
    throw new RpcFailure(
      -32602,
      'a simulation starts from the newest block: "latest", or its number',
    )
}
