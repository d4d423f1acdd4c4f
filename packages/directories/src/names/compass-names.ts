import { SimError } from '@iexec-sim/base'
import type { HubClient } from '@iexec-sim/chain/client'
import type { Address } from '@iexec-sim/protocol'
import type { NameBook, NamedAddress } from './name-book.ts'
import { LABEL, type Names, requireAsset } from './names.ts'

/** Names of apps in compass, on chains without ENS. */
export class CompassNames implements Names {
  readonly directory = 'compass'
  readonly #chain: HubClient
  readonly #book: NameBook

  constructor(chain: HubClient, book: NameBook) {
    this.#chain = chain
    this.#book = book
  }

  async set(name: string, address: Address): Promise<void> {
    if (!LABEL.test(name))
      throw new SimError('BAD_NAME', {
        name,
        rule: 'the maximum is 63 lower-case letters, digits and inner hyphens',
        example: 'web3mail-tdx',
      })
    await requireAsset(this.#chain, 'app', address)
    this.#book.set(name, address)
  }

  async list(): Promise<NamedAddress[]> {
    return this.#book.list()
  }
}
