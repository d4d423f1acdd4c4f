import { SimError } from '@iexec-sim/base'
import type { AssetKind, HubClient } from '@iexec-sim/chain/client'
import { ensRegistryAbi, fifsRegistrarAbi, publicResolverAbi } from '@iexec-sim/contracts'
import { type Address, ensNode, splitEnsName, ZERO_ADDRESS } from '@iexec-sim/protocol'
import { type BaseWallet, Interface } from 'ethers'
import type { NameBook, NamedAddress } from './name-book.ts'
import { LABEL, type Names, requireAsset } from './names.ts'

/** Kind of asset that the names below a label of `iexec.eth` stand for. */
const KINDS: ReadonlyMap<string, AssetKind> = new Map([
  ['apps', 'app'],
  ['datasets', 'dataset'],
  ['pools', 'workerpool'],
])
/** Labels below `iexec.eth` whose owner is a contract that gives names to the first to ask. */
const FIRST_COME = [...KINDS.keys(), 'users']
const ROOT = 'iexec.eth'

/** Options of {@link EnsNames}. */
export interface EnsNamesOptions {
  /** Reads and writes the chain. */
  chain: HubClient
  /** Contracts that resolve names. */
  ens: { registry: Address; resolver: Address }
  /** Wallet that owns `iexec.eth`, and every name that is given. */
  owner: BaseWallet
  /** Remembers which names were given: the chain knows them as hashes alone. */
  book: NameBook
}

/** Names below `iexec.eth`, on the chain itself. */
export class EnsNames implements Names {
  readonly directory = 'ENS'
  readonly #options: EnsNamesOptions
  readonly #registry = new Interface(ensRegistryAbi)
  readonly #resolver = new Interface(publicResolverAbi)

  constructor(options: EnsNamesOptions) {
    this.#options = options
  }

  async set(name: string, address: Address): Promise<void> {
    const { chain, ens, owner, book } = this.#options
    const [label, ...above] = name.split('.')
    const parent = above.join('.')
    if (![label!, ...above].every((part) => LABEL.test(part)) || !`.${parent}`.endsWith(`.${ROOT}`))
      throw badName(name, `it has to be a name below ${ROOT}`)
    const kind = KINDS.get(above.at(-3) ?? '')
    if (kind) await requireAsset(chain, kind, address)
    const claim = await this.#claimOf(name, parent)
    const writer = chain.as(owner)
    await claim?.()
    await writer.send(this.#registry, ens.registry, 'setResolver', [ensNode(name), ens.resolver])
    const record = [ensNode(name), address]
    await writer.send(this.#resolver, ens.resolver, 'setAddr(bytes32,address)', record)
    book.set(name, address)
  }

  async list(): Promise<NamedAddress[]> {
    const { chain, ens, book } = this.#options
    const read = async ({ name }: NamedAddress): Promise<NamedAddress> => {
      const [address] = await chain.call(this.#resolver, ens.resolver, 'addr(bytes32)', [
        ensNode(name),
      ])
      return { name, address }
    }
    const names = await Promise.all(book.list().map(read))
    // The chain may have been taken back to a moment before the name.
    return names.filter(({ address }) => address !== ZERO_ADDRESS)
  }

  /** How to make a name the owner's own; `undefined` where it is already. */
  async #claimOf(name: string, parent: string): Promise<(() => Promise<unknown>) | undefined> {
    const { chain, ens, owner } = this.#options
    const [holder, parentHolder] = [await this.#holder(name), await this.#holder(parent)]
    if (holder === owner.address) return undefined
    if (holder !== ZERO_ADDRESS) throw new SimError('NAME_TAKEN', { name, owner: holder })
    if (parentHolder === ZERO_ADDRESS) throw badName(name, `there is no ${parent}`)
    const [node, label] = splitEnsName(name)
    const writer = chain.as(owner)
    if (FIRST_COME.includes(parent.slice(0, -ROOT.length - 1))) {
      const abi = new Interface(fifsRegistrarAbi)
      return () => writer.send(abi, parentHolder, 'register', [label, owner.address])
    }
    if (parentHolder !== owner.address)
      throw new SimError('NAME_TAKEN', { name: parent, owner: parentHolder })
    const args = [node, label, owner.address]
    return () => writer.send(this.#registry, ens.registry, 'setSubnodeOwner', args)
  }

  async #holder(name: string): Promise<Address> {
    const { chain, ens } = this.#options
    return (await chain.call(this.#registry, ens.registry, 'owner', [ensNode(name)]))[0]
  }
}

const badName = (name: string, rule: string) =>
  new SimError('BAD_NAME', { name, rule, example: `web3mail.apps.${ROOT}` })
