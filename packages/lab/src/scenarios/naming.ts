import { ensRegistryAbi, publicResolverAbi } from '@iexec-sim/contracts'
import type { Hex } from '@iexec-sim/protocol'
import { Interface, namehash, ZeroAddress } from 'ethers'
import { group, inMode } from '../scenario.ts'
import { accounts } from '../world/accounts.ts'
import { asAsset, type Target } from '../world/lab-chain.ts'
import type { World } from '../world/world.ts'

const unsupported = 'Operation not supported on this chain'

/** The ENS contracts of a network that has names. */
function ens({ chain }: World) {
  const { registry, resolver } = chain.genesis.addresses.ens!
  return {
    registry,
    nameOf: async (address: Hex): Promise<string> => {
      const node = namehash(`${address.slice(2).toLowerCase()}.addr.reverse`)
      const resolves = await chain.read(
        { address: registry, abi: new Interface(ensRegistryAbi) },
        'resolver',
        node,
      )
      if (resolves !== resolver) return ''
      return chain.read({ address: resolver, abi: new Interface(publicResolverAbi) }, 'name', node)
    },
  }
}

/** Lets an account name a contract and checks the result. */
async function name(w: World, by: Hex, target: Target, as: string, expected = 'ok'): Promise<void> {
  const { registry, nameOf } = ens(w)
  const before = await nameOf(target.address)
  w.check(`named "${as}"`, await w.chain.refusal(by, target, 'setName', [registry, as]), expected)
  w.check('its name', await nameOf(target.address), expected === 'ok' ? as : before)
}

async function assets(w: World): Promise<void> {
  const { market } = w
  const denied = 'caller is not the owner'
  for (const [asset, owner] of [
    [market.app, accounts.appOwner],
    [market.dataset, accounts.datasetOwner],
    [market.workerpool, accounts.poolOwner],
  ] as const) {
    await name(w, accounts.stranger, asAsset(asset), 'mine.eth', denied)
    await name(w, owner, asAsset(asset), 'asset.eth')
  }
}

async function again(w: World): Promise<void> {
  const { appOwner } = accounts
  const app = asAsset(w.market.app)
  await name(w, appOwner, app, 'first.eth')
  await name(w, appOwner, app, 'second.eth')
  await name(w, appOwner, app, 'Üñï \u{1f40d} of more than thirty-two bytes.eth')
  await name(w, appOwner, app, '')
}

async function newOwner(w: World): Promise<void> {
  const { chain, market } = w
  const move = [accounts.appOwner, accounts.worker1, market.app]
  await chain.send(accounts.appOwner, market.registry('app'), 'transferFrom', move)
  await name(w, accounts.appOwner, asAsset(market.app), 'old.eth', 'caller is not the owner')
  await name(w, accounts.worker1, asAsset(market.app), 'new.eth')
}

async function registries(w: World): Promise<void> {
  for (const kind of ['app', 'dataset', 'workerpool'] as const) {
    const registry = w.market.registry(kind)
    await name(w, accounts.stranger, registry, 'mine.eth', 'Ownable: caller is not the owner')
    await name(w, accounts.owner, registry, `${kind}s.eth`)
  }
}

async function notENS(w: World): Promise<void> {
  const { chain, market } = w
  for (const [what, at] of [
    ['a contract that is no ENS', market.app],
    ['the workerpool itself', market.workerpool],
    ['a hub', w.hub.address],
    ['no contract', accounts.stranger],
    ['nothing', ZeroAddress],
  ] as const)
    w.check(
      what,
      await chain.refusal(accounts.poolOwner, market.pool, 'setName', [at, 'pool.eth']),
      unsupported,
    )
}

const native = inMode('native')

/** Names of assets and registries. */
export const naming = group('naming', [
  native('owners name their assets', assets),
  native('an asset takes another name, of any letters or none', again),
  native('the right to name goes with the token', newOwner),
  native('the owner of a registry names it', registries),
  { name: 'a contract other than an ENS gives no names', funded: [], run: notENS },
])
