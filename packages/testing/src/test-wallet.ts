import { SimError } from '@iexec-sim/base'
import type { AddressSheet } from '@iexec-sim/client'
import type { Requester } from '@iexec-sim/client/requester'
import type { Address, Hex } from '@iexec-sim/protocol'
import type { IExec } from 'iexec'
import { newClient, officialClient } from './official-client.ts'

/** A funded wallet of a network, with the official library at hand. */
export class TestWallet {
  readonly address: Address
  readonly privateKey: Hex
  /** Acts for this wallet by the network's own interfaces. */
  readonly requester: Requester
  readonly #sheet: AddressSheet
  #iexec: IExec | undefined

  constructor(requester: Requester, sheet: AddressSheet) {
    this.requester = requester
    this.address = requester.address
    this.privateKey = requester.wallet.privateKey as Hex
    this.#sheet = sheet
  }

  /**
   * The official library, signed in as this wallet. Throws `IEXEC_NOT_INSTALLED` when the project
   * has no `iexec`.
   */
  get iexec(): IExec {
    this.#iexec ??= this.#newClient()
    return this.#iexec
  }

  #newClient(): IExec {
    const library = officialClient()
    if (!library) throw new SimError('IEXEC_NOT_INSTALLED', {})
    return newClient(library, this.#sheet, this.privateKey)
  }
}
