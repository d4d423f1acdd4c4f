import { ZeroAddress } from 'ethers'
import { group } from '../scenario.ts'
import { accounts } from '../world/accounts.ts'
import { HUB_CONSTANTS } from '../world/hub-constants.ts'
import { digestOf } from '../world/market.ts'
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
  await w.view(
    'viewCategoryABILegacy',
    [3],
    ['L', w.chain.mode === 'native' ? '{}' : '""', 10_800n],
  )
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
  for (const [name, value] of Object.entries({ ...HUB_CONSTANTS, owner }))
    await w.view(name, [], value)
}

async function callbackGas(w: World): Promise<void> {
  await w.view('callbackgas', [], 200_000n)
}

async function ownership(w: World): Promise<void> {
  await w.outcome('stranger', 'transferOwnership', [stranger], 'NotContractOwner(stranger,owner)')
  await w.chain.scratch(() => w.outcome('owner', 'transferOwnership', [ZeroAddress], 'ok'))
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

/** Every function of the hub, including the two unnamed ones. */
const selectorsOf = ({ hub }: World): string[] => {
  const named: string[] = ['0x00000000', '0xffffffff']
  hub.abi.forEachFunction(({ selector }) => named.push(selector))
  return named.sort()
}

async function loupe(w: World): Promise<void> {
  const { chain, hub } = w
  const facets: [string, string[]][] = await chain.read(hub, 'facets')
  const told = facets.flatMap(([, selectors]) => [...selectors])
  w.check('functions nobody tells of', without(selectorsOf(w), told), [])
  w.check('functions told of twice', told.length - new Set(told).size, 0)
  const addresses: string[] = await chain.read(hub, 'facetAddresses')
  w.check('addresses of facets', addresses.join() === facets.map(([at]) => at).join(), true)
  const own = await Promise.all(facets.map(([at]) => chain.read(hub, 'facetFunctionSelectors', at)))
  w.check(
    'each has its functions',
    own.join() === facets.map(([, selectors]) => selectors).join(),
    true,
  )
  const homes = await Promise.all(
    facets.map(([, selectors]) => chain.read(hub, 'facetAddress', selectors[0])),
  )
  w.check('each function has its facet', homes.join() === addresses.join(), true)
  await w.view('facetFunctionSelectors', [stranger], [])
  await w.view('facetAddress', ['0x12345678'], ZeroAddress)
}

const without = (list: readonly string[], others: readonly string[]) =>
  list.filter((one) => !others.includes(one))

async function interfaces(w: World): Promise<void> {
  for (const [id, expected] of [
    ['0x01ffc9a7', true], // ERC-165
    ['0x1f931c1c', true], // the change of functions
    ['0x48e2b093', true], // the questions about them
    ['0x7f5828d0', true], // ERC-173
    ['0x36372b07', false], // ERC-20
    ['0xffffffff', false],
  ] as const)
    await w.view('supportsInterface', [id], expected)
}

async function cuts(w: World): Promise<void> {
  const { chain, hub } = w
  await w.outcome(
    'stranger',
    'diamondCut',
    [[], ZeroAddress, '0x'],
    'NotContractOwner(stranger,owner)',
  )
  const { logs } = await w.call('owner', 'diamondCut', [[], ZeroAddress, '0x12'])
  w.check(
    'the log of no change',
    [logs[0]!.name, ...logs[0]!.args],
    ['DiamondCut', [], ZeroAddress, '0x12'],
  )
  const selector = hub.abi.getFunction('callbackgas')!.selector
  const change = [[[ZeroAddress, 2, [selector]]], ZeroAddress, '0x']
  const said = await chain.refusal(owner, hub, 'diamondCut', change)
  w.check('a function is removed', said, 'FixedFunctions()')
}

async function scores(w: World): Promise<void> {
  await w.outcome('stranger', 'importScore', [stranger], '(empty)')
}

async function nothing(w: World): Promise<void> {
  const id = `0x${'ab'.repeat(32)}`
  const { chain, hub } = w
  w.check(
    'app of an unknown deal',
    (await chain.read(hub, 'viewDeal', id)).app.pointer,
    ZeroAddress,
  )
  w.check('status of an unknown task', (await chain.read(hub, 'viewTask', id)).status, 0n)
  w.check(
    'status of an unknown contribution',
    (await chain.read(hub, 'viewContribution', id, owner)).status,
    0n,
  )
  await w.view('viewConsumed', [id], 0n)
}

async function flatGetters(w: World): Promise<void> {
  const { chain, hub, market } = w
  const { deal, task } = await market.deal()
  await market.contribute('worker1', task, digestOf('x'))
  const d = await chain.read(hub, 'viewDeal', deal)
  await w.view('viewDealABILegacy_pt1', [deal], [...d.app, ...d.dataset, ...d.workerpool])
  await w.view(
    'viewDealABILegacy_pt2',
    [deal],
    [d.trust, d.tag, d.requester, d.beneficiary, d.callback, d.params],
  )
  const config = [
    d.category,
    d.startTime,
    d.botFirst,
    d.botSize,
    d.workerStake,
    d.schedulerRewardRatio,
  ]
  await w.view('viewConfigABILegacy', [deal], config)
  const t = [...(await market.task(task))]
  await w.view('viewTaskABILegacy', [task], [...t.slice(0, 11), t[12]])
  const c = [...(await chain.read(hub, 'viewContribution', task, accounts.worker1))]
  await w.view('viewContributionABILegacy', [task, accounts.worker1], c.slice(0, 4))
}

/** Settings, and the accounts that may set them. */
export const administration = group('administration', [
  { name: 'settings are for the owner, and a hub is configured once', funded: [], run: ownersOnly },
  { name: 'a category is appended', funded: [], run: categories },
  { name: 'settings are settable', funded: [], run: settings },
  { name: 'the hub returns the constants of the network', funded: [], run: constants },
  { name: 'the gas of callbacks is set', funded: [], run: callbackGas },
  { name: 'ownership is handed on by the owner', funded: [], run: ownership },
  { name: 'ownership is not renounced', funded: [], run: renouncement },
  { name: 'the hub returns its functions', funded: [], run: loupe },
  { name: 'the hub returns its interfaces', funded: [], run: interfaces },
  {
    name: 'the functions of the hub cannot be changed, even by its owner',
    funded: [],
    run: cuts,
  },
  { name: 'scores cannot be imported without a previous hub', funded: [], run: scores },
  { name: 'unknown ids give records of zeros', funded: [], run: nothing },
  { name: 'the flat getters return the same as the records', run: flatGetters },
])
