import { type EventFragment, type FunctionFragment, Interface, type InterfaceAbi } from 'ethers'
import { describe, expect, test } from 'vitest'
import {
  appAbi,
  appRegistryAbi,
  dataProtectorAbi,
  datasetAbi,
  datasetRegistryAbi,
  ensRegistryAbi,
  fifsRegistrarAbi,
  hubAbi,
  publicResolverAbi,
  reverseRegistrarAbi,
  rlcAbi,
  tokenHubAbi,
  voucherAbi,
  voucherHubAbi,
  whitelistAbi,
  workerpoolAbi,
  workerpoolRegistryAbi,
} from '../index.ts'
import { compiled } from '../testing/compiled.ts'
import {
  escrowSelectors,
  networkSelectors,
  networkTopics,
  withoutCode,
} from '../testing/network-abi.ts'

/** Selector, mutability and types of everything in an ABI, in order, once each. */
function surface(...abis: InterfaceAbi[]): string[] {
  const lines = new Set<string>()
  for (const abi of abis) {
    const iface = new Interface(abi)
    iface.forEachFunction((f: FunctionFragment) => {
      const outputs = f.outputs.map((output) => output.format('sighash')).join(',')
      lines.add(
        `${f.selector} ${f.format('sighash')} ${f.stateMutability} (${outputs})`.replace(
          ' pure ',
          ' view ',
        ),
      )
    })
    iface.forEachEvent((e: EventFragment) => {
      const indexed = e.inputs.map((input) => (input.indexed ? 'indexed' : 'data')).join(',')
      lines.add(`${e.topicHash} ${e.format('sighash')} ${indexed}`)
    })
    iface.forEachError((e) => lines.add(`${e.selector} ${e.format('sighash')}`))
  }
  return [...lines].sort()
}

describe('the published ABI equals the one of the compiler', () => {
  const cases: [name: string, published: InterfaceAbi, ...contracts: InterfaceAbi[]][] = [
    ['hub', hubAbi, compiled.Hub.abi, compiled.NativeHubDesk.abi],
    ['hub of token escrow', tokenHubAbi, compiled.Hub.abi, compiled.TokenHubDesk.abi],
    ['RLC', rlcAbi, compiled.RLC.abi],
    ['app registry', appRegistryAbi, compiled.AppRegistry.abi],
    ['dataset registry', datasetRegistryAbi, compiled.DatasetRegistry.abi],
    ['workerpool registry', workerpoolRegistryAbi, compiled.WorkerpoolRegistry.abi],
    ['app', appAbi, compiled.App.abi],
    ['dataset', datasetAbi, compiled.Dataset.abi],
    ['workerpool', workerpoolAbi, compiled.Workerpool.abi],
    ['ENS registry', ensRegistryAbi, compiled.ENSRegistry.abi],
    ['resolver', publicResolverAbi, compiled.PublicResolver.abi],
    ['FIFS registrar', fifsRegistrarAbi, compiled.FIFSRegistrar.abi],
    ['reverse registrar', reverseRegistrarAbi, compiled.ReverseRegistrar.abi],
    ['VoucherHub', voucherHubAbi, compiled.VoucherHub.abi],
    ['voucher', voucherAbi, compiled.Voucher.abi],
    ['DataProtector', dataProtectorAbi, compiled.DataProtector.abi],
    ['whitelist', whitelistAbi, compiled.Whitelist.abi],
  ]
  test.each(cases)('%s', (_, published, ...contracts) => {
    expect(surface(published)).toEqual(surface(...contracts))
  })
})

test.each(['NativeHubDesk', 'TokenHubDesk'] as const)(
  'no selector is in the hub and in %s, where it would never be reached',
  (desk) => {
    const selectors = (abi: InterfaceAbi) =>
      new Interface(abi).fragments.filter((f) => f.type === 'function')
    const hub = new Set(selectors(compiled.Hub.abi).map((f) => f.format('sighash')))
    expect(selectors(compiled[desk].abi).filter((f) => hub.has(f.format('sighash')))).toEqual([])
  },
)

test.each([
  ['native', hubAbi],
  ['token', tokenHubAbi],
] as const)('the hub of %s escrow has the selectors of the network', (escrow, abi) => {
  const ours: Record<string, string> = {}
  new Interface(abi).forEachFunction((f) => {
    ours[f.selector] = f.name
  })
  expect(ours).toEqual({ ...networkSelectors, ...escrowSelectors[escrow] })
})

test.each([
  ['native', hubAbi],
  ['token', tokenHubAbi],
] as const)(
  'the hub of %s escrow has the 97 functions of the network, except those without code there',
  (escrow, abi) => {
    const names = new Interface(abi).fragments.filter(({ type }) => type === 'function')
    expect(names.length + withoutCode[escrow].length).toBe(97)
    for (const selector of withoutCode[escrow])
      expect(new Interface(abi).hasFunction(selector)).toBe(false)
    expect(new Interface(abi).fragments.filter(({ type }) => type === 'event')).toHaveLength(33)
  },
)

test('the hub has the topics of the network', () => {
  const ours: Record<string, string> = {}
  new Interface(tokenHubAbi).forEachEvent((e) => {
    ours[e.topicHash] = e.name
  })
  expect(ours).toEqual(networkTopics)
})
