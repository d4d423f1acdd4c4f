import { ensRegistryAbi, publicResolverAbi } from '@iexec-sim/contracts'
import { type Address, address as checksummed, ZERO_ADDRESS } from '@iexec-sim/protocol'
import { Interface, namehash } from 'ethers'
import { kindOf } from '../poco/wallets.ts'
import type { Hit } from '../schema/search.ts'
import type { ExplorerSources } from '../sources.ts'

const registryAbi = new Interface(ensRegistryAbi)
const resolverAbi = new Interface(publicResolverAbi)

/** The asset, contract or wallet of an address. */
export async function addressHits(
  { hub }: Pick<ExplorerSources, 'hub'>,
  text: string,
  name: string | null = null,
): Promise<Hit[]> {
  const address = checksummed(text.toLowerCase())
  const params = [address, 'latest']
  const code = (await hub.rpc.request({ method: 'eth_getCode', params })) as string
  const kind = await kindOf(hub, address, code)
  const place = kind === 'wallet' || kind === 'contract' ? 'wallets' : `${kind}s`
  return [{ kind, id: address, name, url: `/${place}/${address}` }]
}

/** What an ENS name leads to. */
export async function ensHits(
  sources: Pick<ExplorerSources, 'hub' | 'addresses'>,
  name: string,
): Promise<Hit[]> {
  const { hub, addresses } = sources
  const node = nodeOf(name)
  if (!addresses.ens || node === undefined) return []
  const ask = async (abi: Interface, to: Address, method: string) =>
    (await hub.call(abi, to, method, [node]))[0] as Address
  const resolver = await ask(registryAbi, addresses.ens.registry as Address, 'resolver')
  if (resolver === ZERO_ADDRESS) return []
  const found = await ask(resolverAbi, resolver, 'addr(bytes32)')
  return found === ZERO_ADDRESS ? [] : addressHits(sources, found, name)
}

/** Hash of a name; `undefined` for what ENS does not take. */
function nodeOf(name: string): string | undefined {
  try {
    return namehash(name)
  } catch {
    return undefined
  }
}
