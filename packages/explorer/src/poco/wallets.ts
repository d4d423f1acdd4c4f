import type { HubClient } from '@iexec-sim/chain/client'
import { type Address, address as checksummed } from '@iexec-sim/protocol'
import { rlcOf } from '../chain/rlc-changes.ts'
import type { WalletView } from '../schema/poco/wallet.ts'
import type { PocoIndex } from '../sources.ts'
import type { AssetKind } from './assets.ts'

const KINDS: readonly AssetKind[] = ['app', 'dataset', 'workerpool']

/** RLC and activity of an address. */
export async function readWallet(
  hub: HubClient,
  poco: PocoIndex,
  given: string,
): Promise<WalletView> {
  const address = checksummed(given)
  const ask = async (method: string) =>
    (await hub.rpc.request({ method, params: [address, 'latest'] })) as string
  const [rlc, kind, token, balance, nonce, score, deals] = await Promise.all([
    rlcOf(hub, address),
    kindOf(hub, address, await ask('eth_getCode')),
    hub.token(),
    ask('eth_getBalance'),
    ask('eth_getTransactionCount'),
    hub.viewScore(address),
    poco.count('Deal', { requester: address.toLowerCase() }),
  ])
  return {
    address,
    kind,
    ...rlc,
    ether: token ? String(BigInt(balance)) : null,
    nonce: Number(nonce),
    score: String(score),
    deals,
  }
}

/** Kind of an address: of an asset, of another contract, or a wallet. */
export async function kindOf(hub: HubClient, address: Address, code: string): Promise<string> {
  if (code === '0x') return 'wallet'
  const registered = await Promise.all(KINDS.map((kind) => hub.isRegistered(kind, address)))
  return KINDS[registered.indexOf(true)] ?? 'contract'
}
