import type { Hex } from '@iexec-sim/protocol'
import { FunctionFragment, type JsonFragment } from 'ethers'
import type { Builder } from '../../bake/builder.ts'
import type { HubMake } from '../../bake/deploy.ts'
import type { ArtifactSet } from '../artifacts/artifact-set.ts'
import { isEscrow, moduleNames, ORDERS_LIBRARY } from './modules.ts'
import { partAddress } from './part-address.ts'
import { registriesOf } from './registries.ts'

const updateAbi = ['function updateContract(address delegate, string signatures, string message)']

/** A hub behind an ERC-1538 proxy: functions are added by their signatures as text. */
export function erc1538Make(set: ArtifactSet): HubMake {
  return {
    async deployHub(builder, { hub, escrow }) {
      const parts: Hex[] = []
      const etch = async (name: string) => {
        parts.push(await etchPart(builder, set, name))
        return parts.at(-1)!
      }
      await etch(ORDERS_LIBRARY)
      await builder.etch(hub, set.get('ERC1538Proxy'), [await etch('ERC1538UpdateDelegate')])
      for (const name of ['ERC1538QueryDelegate', ...moduleNames(set, 'Delegate', escrow.mode)]) {
        const delegate = await etch(name)
        const args = [delegate, signatures(set.get(name, libraries).abi, isEscrow(name)), name]
        await builder.send(hub, { abi: updateAbi }, 'updateContract', args)
      }
      return parts
    },
    registries: registriesOf(set),
  }
}

const libraries = { [ORDERS_LIBRARY]: partAddress(ORDERS_LIBRARY) }

async function etchPart(builder: Builder, set: ArtifactSet, name: string): Promise<Hex> {
  const address = partAddress(name)
  await builder.etch(address, set.get(name, libraries))
  return address
}

/**
 * Signatures of an ABI's functions, each ended by a semicolon, with the two unnamed ones where they
 * are wanted.
 */
function signatures(abi: readonly JsonFragment[], withUnnamed: boolean): string {
  const names = abi
    .filter(({ type }) => type === 'function')
    .map((fragment) => FunctionFragment.from(fragment).format('sighash'))
  const unnamed = withUnnamed
    ? abi.flatMap(({ type }) => (type === 'fallback' || type === 'receive' ? [type] : []))
    : []
  return [...names, ...unnamed].map((name) => `${name};`).join('')
}
