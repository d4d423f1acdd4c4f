import { ZeroAddress } from 'ethers'
import { group } from '../scenario.ts'
import { accounts } from '../world/accounts.ts'
import { digestOf, KITTY } from '../world/market.ts'
import type { World } from '../world/world.ts'

const { owner, stranger } = accounts
const denied = 'Ownable: caller is not the owner'
const configuration = [ZeroAddress, 'n', 's', 9, ZeroAddress, ZeroAddress, ZeroAddress, ZeroAddress]

async function ownersOnly(w: World): Promise<void> {
  await w.outcome('stranger', 'createCategory', ['x', '{}', 1], denied)
  await w.outcome('stranger', 'configure', configuration, denied)
  await w.outcome('stranger', 'recover', [], denied)
  await w.outcome('stranger', 'setTeeBroker', [stranger], denied)
  await w.outcome('stranger', 'setCallbackGas', [1], denied)
  await w.outcome('stranger', 'changeRegistries', [stranger, stranger, stranger], denied)
  await w.outcome('owner', 'configure', configuration, 'already-configured')
}

async function categories(w: World): Promise<void> {
  const { logs } = await w.call('owner', 'createCategory', ['x', '{}', 7])
  w.check('the log', [logs[0]!.name, ...logs[0]!.args], ['CreateCategory', 5n, 'x', '{}', 7n])
  await w.view('countCategory', [], 6n)
  await w.view('viewCategory', [5], ['x', '{}', 7n])
  await w.view('viewCategoryABILegacy', [3], ['L', '{}', 10_800n])
  w.check('an unknown one', await w.chain.refusal(stranger, w.hub, 'viewCategory', [6]), '(empty)')
}

async function settings(w: World): Promise<void> {
  await w.call('owner', 'setCallbackGas', [1])
  await w.call('owner', 'changeRegistries', [accounts.worker1, accounts.worker2, accounts.worker3])
  await w.call('owner', 'setTeeBroker', [accounts.broker])
  await w.view('callbackgas', [], 1n)
  await w.view('appregistry', [], accounts.worker1)
  await w.view('datasetregistry', [], accounts.worker2)
  await w.view('workerpoolregistry', [], accounts.worker3)
  await w.view('teebroker', [], accounts.broker)
}

async function constants(w: World): Promise<void> {
  for (const [name, value] of Object.entries({
    name: 'Staked RLC',
    symbol: 'SRLC',
    decimals: 9n,
    contribution_deadline_ratio: 7n,
    reveal_deadline_ratio: 2n,
    final_deadline_ratio: 10n,
    workerpool_stake_ratio: 30n,
    kitty_ratio: 10n,
    kitty_min: 1_000_000_000n,
    kitty_address: KITTY,
    groupmember_purpose: 4n,
    teebroker: ZeroAddress,
    owner,
  }))
    await w.view(name, [], value)
}

async function callbackGas(w: World): Promise<void> {
  await w.view('callbackgas', [], 200_000n)
}

async function ownership(w: World): Promise<void> {
  await w.outcome('stranger', 'transferOwnership', [stranger], 'NotContractOwner(stranger,owner)')
  const { logs } = await w.call('owner', 'transferOwnership', [stranger])
  w.check('the log', [logs[0]!.name, ...logs[0]!.args], ['OwnershipTransferred', owner, stranger])
  await w.outcome('owner', 'setCallbackGas', [1], denied)
  await w.outcome('stranger', 'setCallbackGas', [1], 'ok')
}

async function renouncement(w: World): Promise<void> {
  const selector = '0x715018a6'
  const expected = w.chain.mode === 'native' ? 'ok' : 'fallback-disabled' // it is a function the hub does not have
  w.check('renounceOwnership', await w.chain.rawRefusal(owner, w.hub.address, selector), expected)
  await w.view('owner', [], owner)
}

async function scores(w: World): Promise<void> {
  await w.outcome('stranger', 'importScore', [stranger], '(empty)')
}

async function nothing(w: World): Promise<void> {
  const id = `0x${'ab'.repeat(32)}`
  const { chain, hub } = w
  w.check('app of an unknown deal', (await chain.read(hub, 'viewDeal', id)).app.pointer, ZeroAddress)
  w.check('status of an unknown task', (await chain.read(hub, 'viewTask', id)).status, 0n)
  w.check('status of an unknown contribution', (await chain.read(hub, 'viewContribution', id, owner)).status, 0n)
  await w.view('viewConsumed', [id], 0n)
}

async function flatGetters(w: World): Promise<void> {
  const { chain, hub, market } = w
  const { deal, task } = await market.deal()
  await market.contribute('worker1', task, digestOf('x'))
  const d = await chain.read(hub, 'viewDeal', deal)
  await w.view('viewDealABILegacy_pt1', [deal], [...d.app, ...d.dataset, ...d.workerpool])
  await w.view('viewDealABILegacy_pt2', [deal], [d.trust, d.tag, d.requester, d.beneficiary, d.callback, d.params])
  const config = [d.category, d.startTime, d.botFirst, d.botSize, d.workerStake, d.schedulerRewardRatio]
  await w.view('viewConfigABILegacy', [deal], config)
  const t = [...(await market.task(task))]
  await w.view('viewTaskABILegacy', [task], [...t.slice(0, 11), t[12]])
  const c = [...(await chain.read(hub, 'viewContribution', task, accounts.worker1))]
  await w.view('viewContributionABILegacy', [task, accounts.worker1], c.slice(0, 4))
}

/** Settings, and who sets them. */
export const administration = group('administration', [
  { name: 'settings are for the owner, and a hub is configured once', funded: [], run: ownersOnly },
  { name: 'a category is appended', funded: [], run: categories },
  { name: 'settings are settable', funded: [], run: settings },
  { name: 'the constants of the network', funded: [], run: constants },
  { name: 'the gas a callback has', funded: [], run: callbackGas },
  { name: 'ownership is handed on by the owner', funded: [], run: ownership },
  { name: 'ownership is not renounced', funded: [], run: renouncement },
  { name: 'there is no hub to import scores from', funded: [], run: scores },
  { name: 'unknown ids give records of zeros', funded: [], run: nothing },
  { name: 'the flat getters tell the same as the records', run: flatGetters },
])
