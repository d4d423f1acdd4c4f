import { readFileSync } from 'node:fs'
import { Interface, type JsonFragment } from 'ethers'
import { expect, test } from 'vitest'
import { type Analysed, analyse, sourceFiles } from './testing/analysis.ts'

const contracts = analyse()
const own = contracts.filter(
  ({ file }) => file.startsWith('contracts/') && !file.startsWith('contracts/testing/'),
)

/** Functions, events and errors of an ABI, as `function transfer(address,uint256)`. */
const members = ({ abi }: Analysed) =>
  new Interface(abi as JsonFragment[]).fragments
    .filter(({ type }) => type === 'function' || type === 'event' || type === 'error')
    .map((one) => ({
      type: one.type as 'function' | 'event' | 'error',
      signature: one.format('sighash'),
    }))
const key = ({ type, signature }: ReturnType<typeof members>[number]) => `${type} ${signature}`

/** Members of OpenZeppelin's contracts, which have explanations of their own or none. */
const ofLibrary = new Set(
  contracts
    .filter(({ file }) => file.startsWith('@openzeppelin/'))
    .flatMap((one) => members(one).map(key)),
)

/** Contracts that inherit from there. */
const inheritsLibrary = /Registry$|^Voucher|^(PublicResolver|ReverseRegistrar|RLC|Whitelist)$/

/** Public members of a contract without an explanation. */
function unexplained(contract: Analysed): string[] {
  const { methods, events, errors } = contract.userdoc
  const notices = { function: methods, event: events, error: errors }
  return members(contract)
    .filter(({ type, signature }) => !(signature in notices[type]))
    .map(key)
    .filter((one) => !(inheritsLibrary.test(contract.name) && ofLibrary.has(one)))
}

test('the checked sources include the hub, its desks and the registries', () => {
  expect(own.map(({ name }) => name)).toEqual(
    expect.arrayContaining([
      'Hub',
      'NativeHubDesk',
      'TokenHubDesk',
      'AppRegistry',
      'Workerpool',
      'VoucherHub',
    ]),
  )
})

test.each(own.filter(({ abi }) => abi.length > 0))(
  'who calls $name finds a notice at every function, event and error',
  (contract) => {
    expect(unexplained(contract)).toEqual([])
  },
)

test.each(['Hub', 'NativeHubDesk', 'TokenHubDesk'])(
  '%s remembers nothing outside PocoStorage',
  (name) => {
    expect(contracts.find((one) => one.name === name)!.storageLayout.storage).toEqual([])
  },
)

test('no source has more than 400 lines', () => {
  const lines = (file: string) => readFileSync(file, 'utf8').split('\n').length
  expect(sourceFiles().filter((file) => lines(file) > 400)).toEqual([])
})

test('a function that reverts without data lists the reasons in its documentation', () => {
  const silent = sourceFiles().flatMap((file) =>
    silentFunctions(readFileSync(file, 'utf8')).map((name) => `${file}: ${name}`),
  )
  expect(silent).toEqual([])
})

/**
 * External functions with a requirement that has no text and no "Empty revert" in the comment
 * before them.
 */
function silentFunctions(source: string): string[] {
  const functions = source.matchAll(
    /((?:^ *\/\/\/.*\n)*)^ {4}function (\w+)[^{;]*\bexternal\b[^{;]*\{\n([\s\S]*?)^ {4}\}/gm,
  )
  return [...functions].flatMap(([, comment, name, body]) =>
    /require\([^"]*?\);/.test(body!) && !/Empty revert/.test(comment!) ? [name!] : [],
  )
}
