import type { HubClient } from '@iexec-sim/chain/client'
import { publicResolverAbi } from '@iexec-sim/contracts'
import { ensNode, type Profile } from '@iexec-sim/protocol'
import { type BaseWallet, Interface } from 'ethers'

/** Text record of a workerpool's name that says where its API is. */
const API_URL = 'iexec:workerpool-api:url'

/** Writes where the pool's API is into the records of its name, on chains that have names. */
export async function announcePool(
  hub: HubClient,
  owner: BaseWallet,
  { ens, workerpoolName }: Pick<Profile, 'ens' | 'workerpoolName'>,
  url: string,
): Promise<void> {
  if (!ens) return
  const resolver = new Interface(publicResolverAbi)
  const node = ensNode(workerpoolName)
  const [known] = await hub.call(resolver, ens.resolver, 'text', [node, API_URL])
  if (known !== url)
    await hub.as(owner).send(resolver, ens.resolver, 'setText', [node, API_URL, url])
}
