import { AbiCoder, dataSlice, encodeBytes32String, keccak256, toBeHex, zeroPadValue } from 'ethers'
import { group } from '../scenario.ts'
import { accounts } from '../world/accounts.ts'
import type { World } from '../world/world.ts'

/** Of the namespace `iexec.poco.storage.PocoStorage` (ERC-7201). */
const ORIGIN = 0x5862653c6982c162832160cf30593645e8487b257e44d77cdd6b51eee2651b00n
/** keccak256("diamond.standard.diamond.storage") + 3. */
const OWNER = 0xc8fcad8db84d3cc18b4c41d551ea0ee66dd599cde068d998e57d5e09332c131fn
/** Places of the variables from {@link ORIGIN} on. */
const place = {
  appRegistry: 0n,
  datasetRegistry: 1n,
  workerpoolRegistry: 2n,
  token: 3n,
  name: 4n,
  symbol: 5n,
  decimals: 6n,
  totalSupply: 7n,
  balances: 8n,
  frozens: 9n,
  separator: 11n,
  scores: 18n,
  callbackGas: 20n,
  categories: 21n,
}

const slotOf = (variable: keyof typeof place) => ORIGIN + place[variable]
const entryOf = (variable: keyof typeof place, key: string) =>
  BigInt(
    keccak256(AbiCoder.defaultAbiCoder().encode(['address', 'uint256'], [key, slotOf(variable)])),
  )

async function read(w: World): Promise<void> {
  const { chain, hub } = w
  const { appRegistry, datasetRegistry, workerpoolRegistry, rlc = '0x' } = chain.genesis.addresses
  const word = async (label: string, slot: bigint, expected: string) =>
    w.check(
      label,
      await chain.rpc('eth_getStorageAt', hub.address, toBeHex(slot, 32), 'latest'),
      expected,
    )
  const wordOf = (variable: keyof typeof place, value: string) =>
    word(variable, slotOf(variable), padded(value))
  await word('owner', OWNER, padded(accounts.owner))
  await wordOf('appRegistry', appRegistry)
  await wordOf('datasetRegistry', datasetRegistry)
  await wordOf('workerpoolRegistry', workerpoolRegistry)
  await wordOf('token', chain.mode === 'token' ? rlc : '0x')
  await wordOf('name', short('Staked RLC'))
  await wordOf('symbol', short('SRLC'))
  await wordOf('decimals', '0x09')
  await wordOf('totalSupply', toBeHex(await chain.read(hub, 'totalSupply')))
  await wordOf('separator', await chain.read(hub, 'eip712domain_separator'))
  await wordOf('callbackGas', toBeHex(await chain.read(hub, 'callbackgas')))
  await wordOf('categories', '0x05')
}

async function set(w: World): Promise<void> {
  const { chain, hub } = w
  const { requester } = accounts
  const write = (slot: bigint, value: string) =>
    chain.rpc('hardhat_setStorageAt', hub.address, toBeHex(slot, 32), padded(value))
  await write(entryOf('balances', requester), '0x07')
  await write(entryOf('frozens', requester), '0x08')
  await write(entryOf('scores', requester), '0x09')
  await write(OWNER, requester)
  await w.money({ requester: '7/8' })
  await w.view('viewScore', [requester], 9n)
  await w.view('owner', [], requester)
  await w.outcome('owner', 'setCallbackGas', [1], 'Ownable: caller is not the owner')
}

async function separator(w: World): Promise<void> {
  const { chain, hub } = w
  const expected = await chain.read(hub, 'eip712domain_separator')
  const write = (value: string) =>
    chain.rpc('hardhat_setStorageAt', hub.address, toBeHex(slotOf('separator'), 32), padded(value))
  await write('0x01')
  await w.view('eip712domain_separator', [], padded('0x01'))
  await w.outcome('stranger', 'updateDomainSeparator', [], 'ok')
  await w.view('eip712domain_separator', [], expected)
  await write('0x')
  await w.outcome('stranger', 'updateDomainSeparator', [], 'not-configured')
}

const padded = (value: string) => zeroPadValue(value, 32)
/** A text of less than 32 bytes, as Solidity stores it. */
const short = (text: string) =>
  `${dataSlice(encodeBytes32String(text), 0, 31)}${toBeHex(text.length * 2).slice(2)}`

/** Slots of the hub's state, which test tools read and set. */
export const storage = group('storage', [
  {
    name: 'the settings of the hub are in the slots of PoCo 6.2',
    funded: ['requester'],
    run: read,
  },
  {
    name: 'the domain separator is recomputed for any account, once it exists',
    funded: [],
    run: separator,
  },
  { name: 'money, scores and the owner are set in the slots of PoCo 6.2', funded: [], run: set },
])
