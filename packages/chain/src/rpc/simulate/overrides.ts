import type { Evm } from '../../internal/edr.ts'
import { engineParameters } from '../parameters.ts'
import type { DatedBlock } from './blocks.ts'
import type { Simulation } from './payload.ts'

/** Applies the overrides of a simulated block to the engine's next block and to accounts. */
export async function applyOverrides(
  evm: Evm,
  block: DatedBlock,
  simulation: Simulation,
): Promise<void> {
  const set = (method: string, ...params: unknown[]) =>
    evm.request(method, engineParameters(method, params, '0x0'))
  for (const [address, { balance, nonce, code, stateDiff = {} }] of Object.entries(
    block.stateOverrides,
  )) {
    if (balance !== undefined) await set('hardhat_setBalance', address, balance)
    if (nonce !== undefined) await set('hardhat_setNonce', address, nonce)
    if (code !== undefined) await set('hardhat_setCode', address, code)
    for (const [slot, value] of Object.entries(stateDiff))
      await set('hardhat_setStorageAt', address, slot, value)
  }
  const { gasLimit, feeRecipient, prevRandao, baseFeePerGas } = block.blockOverrides
  if (gasLimit !== undefined) await set('evm_setBlockGasLimit', gasLimit)
  if (feeRecipient !== undefined) await set('hardhat_setCoinbase', feeRecipient)
  if (prevRandao !== undefined) await set('hardhat_setPrevRandao', prevRandao)
  // Without validation a call that names no price has to do in a block that has one.
  const free = simulation.hasBaseFee && !simulation.validation ? '0x0' : undefined
  const fee = baseFeePerGas ?? free
  if (fee !== undefined) await set('hardhat_setNextBlockBaseFeePerGas', fee)
  await evm.request('evm_setNextBlockTimestamp', [block.time])
}
