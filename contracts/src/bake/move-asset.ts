import { SimError } from '@iexec-sim/base'
import type { Hex } from '@iexec-sim/protocol'
import { AbiCoder, keccak256, toBeHex, zeroPadValue } from 'ethers'
import type { Builder, Compiled } from './builder.ts'

/** An asset that its registry just created, and the address it has on the real network. */
export interface Move {
  readonly registry: Hex
  readonly contract: Compiled
  readonly owner: Hex
  readonly from: Hex
  readonly to: Hex
}

/** Registries keep their mappings in the first slots. */
const SLOTS = 64n

/**
 * Moves an asset to an address that clients know, where no registry of ours would create it:
 * addresses follow from code. Slots the creation wrote are written again for the other address, in
 * any registry: assets are its tokens, numbered by address, so that number is replaced where it is
 * a value and where it is the key of a mapping.
 *
 * @throws SimError `BAKE_FAILED` when the registry does not know the asset there.
 */
export async function moveAsset(builder: Builder, move: Move): Promise<void> {
  const { registry, contract, owner, from, to } = move
  const written = await builder.lastWritten()
  for (const [slot, value] of written.get(from.toLowerCase()) ?? [])
    await builder.write(to, slot, value)
  await builder.copyCode(from, to)
  const places = mappingPlaces(move)
  for (const [slot, value] of written.get(registry.toLowerCase()) ?? []) {
    const there = places.get(slot) ?? slot
    if (there !== slot) await builder.write(registry, slot, word(0n))
    await builder.write(registry, there, value === word(BigInt(from)) ? word(BigInt(to)) : value)
  }
  const found = await builder.read(registry, contract, 'ownerOf', [to]).catch(() => undefined)
  if (found !== owner)
    throw new SimError('BAKE_FAILED', { reason: `the registry ${registry} has no ${to}` })
}

/** Slots of the asset's entries in the registry's mappings, to those of its new address. */
function mappingPlaces({ owner, from, to }: Move): Map<Hex, Hex> {
  const tops = Array.from({ length: Number(SLOTS) }, (_, slot) => BigInt(slot))
  // A set of tokens of each owner is a list, and next to it a mapping of places in it.
  const ofOwner = tops.map((slot) => BigInt(entry(owner, slot)))
  const mappings = [...tops, ...ofOwner, ...ofOwner.map((slot) => slot + 1n)]
  return new Map(mappings.map((slot) => [entry(from, slot), entry(to, slot)]))
}

const word = (value: bigint): Hex => toBeHex(value, 32) as Hex
const entry = (key: Hex, slot: bigint): Hex =>
  keccak256(
    AbiCoder.defaultAbiCoder().encode(['bytes32', 'uint256'], [zeroPadValue(key, 32), slot]),
  ) as Hex
