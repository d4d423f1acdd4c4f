import type { Hex } from '@iexec-sim/protocol'
import { ZeroAddress } from 'ethers'
import { group, inMode } from '../scenario.ts'
import { accounts } from '../world/accounts.ts'
import { checkWithdrawn15, recover55 } from '../world/escrow-steps.ts'
import type { World } from '../world/world.ts'

const GWEI = 10n ** 9n
const { requester, stranger, sponsor, enclave } = accounts
const wei = async (w: World, of: Hex) =>
  BigInt(await w.chain.rpc<Hex>('eth_getBalance', of, 'latest'))

async function oddWei(w: World): Promise<void> {
  const before = await wei(w, requester)
  const receipt = await w.chain.send(requester, w.hub, 'deposit', [], 5n * GWEI + 3n)
  w.check('events of a deposit', w.market.story(receipt), ['Transfer(zero, requester, 5)'])
  await w.money({ requester: '1005/0' })
  w.check('what it cost, in wei', before - (await wei(w, requester)), 5n * GWEI)
  w.check('what the hub holds, in wei', await wei(w, w.hub.address), 1005n * GWEI)
}

async function unnamed(w: World): Promise<void> {
  const { chain, hub, market } = w
  const told = async (label: string, data: Hex, value: bigint, event: string) =>
    w.check(label, market.story(await chain.transact(requester, hub.address, data, value)), [event])
  await told('a plain transfer', '0x', 5_000_000_003n, 'Transfer(zero, requester, 5)')
  await told('an unknown function', '0x12345678', 2n * GWEI, 'Transfer(zero, requester, 2)')
  w.check('what the hub holds, in wei', await wei(w, hub.address), 1007n * GWEI)
  // In the ABI of hubs of either escrow, but no code of a native one.
  await told('receiveApproval', '0x8f4ffcb1', 3n * GWEI, 'Transfer(zero, requester, 3)')
}

async function forOthers(w: World): Promise<void> {
  const { chain, hub } = w
  const receipt = await chain.send(requester, hub, 'depositFor', [sponsor], GWEI)
  w.check('events of a deposit for another', w.market.story(receipt), [
    'Transfer(zero, sponsor, 1)',
  ])
  await w.outcome('requester', 'depositFor', [ZeroAddress], 'ERC20: mint to the zero address', GWEI)
  const before = await wei(w, requester)
  const both = [sponsor, stranger]
  await w.outcome('requester', 'depositForArray', [[1, 2], both], 'ok', 5n * GWEI)
  await w.money({ sponsor: '2/0', stranger: '2/0' })
  w.check('what it cost, in wei', before - (await wei(w, requester)), 3n * GWEI)
  await w.outcome('requester', 'depositForArray', [[1, 2], both], 'ok', 3n * GWEI + 3n)
  w.check('what it cost with odd wei', before - (await wei(w, requester)), 6n * GWEI)
  await w.outcome('requester', 'depositForArray', [[1, 2], both], 'Panic(0x11)', 3n * GWEI - 1n)
  await w.outcome('requester', 'depositForArray', [[1], both], 'invalid-array-length', GWEI)
  const unknown = [sponsor, ZeroAddress]
  await w.outcome(
    'requester',
    'depositForArray',
    [[1, 2], unknown],
    'ERC20: mint to the zero address',
    GWEI,
  )
}

async function notTaken(w: World): Promise<void> {
  const { chain, hub } = w
  const contract = await chain.deploy(stranger, 'DepositorDouble')
  const call = async (label: string, data: string, value: bigint) => {
    const refused = await chain.refusal(stranger, contract, 'call', [hub.address, data], value)
    w.check(label, refused, 'native-transfer-failed')
  }
  await call('odd wei', hub.abi.encodeFunctionData('deposit'), GWEI + 1n)
  await chain.send(requester, hub, 'depositFor', [contract.address], GWEI)
  await call('a withdrawal', hub.abi.encodeFunctionData('withdraw', [1]), 0n)
}

async function nothingToTake(w: World): Promise<void> {
  const { chain, hub } = w
  const contract = await chain.deploy(stranger, 'DepositorDouble')
  const args = [hub.address, hub.abi.encodeFunctionData('deposit')]
  w.check(
    'no odd wei',
    await chain.refusal(stranger, contract, 'call', args, GWEI),
    'native-transfer-failed',
  )
}

async function withdrawals(w: World): Promise<void> {
  const before = await wei(w, requester)
  await w.call('requester', 'withdraw', [10], ['Transfer(requester, zero, 10)'])
  w.check('what came, in wei', (await wei(w, requester)) - before, 10n * GWEI)
  await w.call('requester', 'withdrawTo', [5, enclave])
  await checkWithdrawn15(w)
}

async function recovery(w: World): Promise<void> {
  const { chain, hub } = w
  await chain.rpc('hardhat_setBalance', hub.address, `0x${(1055n * GWEI + 7n).toString(16)}`)
  await recover55(w)
}

const native = inMode('native', 'requester')

/** Escrow of the chain's own currency. */
export const nativeEscrow = group('native escrow', [
  native('a deposit credits whole nRLC and gives the odd wei back', oddWei),
  native('plain transfers and calls of unknown functions are deposits', unnamed),
  native(
    'a deposit can be for another account or for many, but not for the zero address',
    forOthers,
  ),
  native('deposits and withdrawals fail if the caller refuses wei', notTaken),
  native(
    'a deposit without odd wei sends zero wei back, which the caller must accept',
    nothingToTake,
  ),
  native('withdrawals pay out only free money', withdrawals),
  native('the owner recovers money that came without a deposit', recovery),
])
