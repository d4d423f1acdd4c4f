import { type HubClient, interfaces } from '@iexec-sim/chain/client'
import type { Account, Hex } from '@iexec-sim/protocol'
import { getAddress, isAddress, toQuantity } from 'ethers'
import type { ChainEvent, RlcChange } from '../schema/call.ts'

const WEI_PER_NRLC = 10n ** 9n
/** Most accounts that are looked at. */
const MOST_ACCOUNTS = 50

/** The accounts that a transaction names, and what its block changed of their RLC. */
export async function rlcChanges(
  hub: HubClient,
  block: number,
  parties: readonly string[],
  events: readonly ChainEvent[],
): Promise<RlcChange[]> {
  const named = events.flatMap(({ args }) =>
    args.flatMap(({ type, value }) => (type === 'address' ? [String(value)] : [])),
  )
  const accounts = new Set([...parties, ...named].filter(isAddress).map(getAddress))
  const read = [...accounts].slice(0, MOST_ACCOUNTS).map(async (account) => ({
    account,
    before: await rlcOf(hub, account, block - 1),
    after: await rlcOf(hub, account, block),
  }))
  const changes = await Promise.all(read)
  return changes.filter(({ before, after }) => JSON.stringify(before) !== JSON.stringify(after))
}

/** RLC of an account after a block, or now. */
export async function rlcOf(
  hub: HubClient,
  account: string,
  block?: number,
): Promise<RlcChange['after']> {
  const tag = block === undefined ? 'latest' : toQuantity(block)
  const [[{ stake, locked }], wallet] = await Promise.all([
    hub.call(interfaces.hub(), hub.hub, 'viewAccount', [account], tag) as unknown as [Account],
    walletOf(hub, account, tag),
  ])
  return { stake: String(stake), locked: String(locked), wallet: String(wallet) }
}

/** RLC of a wallet outside the escrow, in nRLC. */
async function walletOf(hub: HubClient, account: string, tag: string): Promise<bigint> {
  const token = await hub.token()
  if (token)
    return (await hub.call(interfaces.rlc(), token, 'balanceOf', [account], tag))[0] as bigint
  const params = [account, tag]
  return BigInt((await hub.rpc.request({ method: 'eth_getBalance', params })) as Hex) / WEI_PER_NRLC
}
