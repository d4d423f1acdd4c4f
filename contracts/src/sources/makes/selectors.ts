import { Interface, type InterfaceAbi } from 'ethers'

/** Selectors under which a diamond keeps its handlers of plain transfers and unknown selectors. */
const unnamed: Readonly<Record<string, string>> = { receive: '0x00000000', fallback: '0xffffffff' }

/**
 * The selectors of an ABI's functions, with those of the two unnamed ones where they are wanted.
 */
export function selectors(abi: InterfaceAbi, withUnnamed: boolean): string[] {
  const read = Interface.from(abi)
  const named: string[] = []
  read.forEachFunction(({ selector }) => named.push(selector))
  if (!withUnnamed) return named
  return [
    ...named,
    ...(read.receive ? [unnamed.receive!] : []),
    ...(read.fallback ? [unnamed.fallback!] : []),
  ]
}
