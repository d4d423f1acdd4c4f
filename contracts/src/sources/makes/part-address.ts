import type { Hex } from '@iexec-sim/protocol'
import { getAddress, id } from 'ethers'

/**
 * Address of a part of a hub. Only the hub calls it, so its address is free to choose, and follows
 * from its name.
 */
export const partAddress = (name: string): Hex => getAddress(`0x7ef0${id(name).slice(30)}`) as Hex
