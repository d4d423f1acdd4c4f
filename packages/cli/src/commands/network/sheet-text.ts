import { textColumns } from '@iexec-sim/base'
import type { AddressSheet } from '@iexec-sim/client'

/** The address sheet as text for people. */
export function sheetText(sheet: AddressSheet): string {
  const rows: [string, string][] = [
    ['chain id', `${sheet.chainId} (profile ${sheet.profile})`],
    ['RPC', `${sheet.rpc}  ${sheet.ws}`],
    ['hub', sheet.hub],
    ...Object.entries(sheet.sms).map(([framework, url]): [string, string] => [
      `SMS ${framework}`,
      url!,
    ]),
    ['IPFS gateway', sheet.gateway],
    ['result proxy', sheet.resultProxy],
    ['registry', `${sheet.registry}  (docker push ${sheet.registry}/name:tag)`],
    ['workerpool', sheet.workerpool.name],
    ['', `${sheet.workerpool.address}  ${sheet.workerpool.url}`],
    ...Object.entries(sheet.officialApps ?? {}),
    ['explorer', sheet.explorer],
  ]
  const accounts = sheet.accounts.map(
    ({ address, privateKey }, i) => `  (${i}) ${address}  ${privateKey}`,
  )
  return [
    ...textColumns(rows),
    '',
    'Accounts for development: their keys are public, so never send them anything of value.',
    ...accounts,
  ].join('\n')
}
