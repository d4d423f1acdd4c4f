import { HubClient, httpRpc } from '@iexec-sim/chain/client'
import { profiles } from '@iexec-sim/protocol'
import type { Command } from 'commander'
import { formatEther, formatUnits } from 'ethers'
import { networkCommand } from '../../network-command.ts'
import { type NetworkOptions, networkOf } from '../../options.ts'
import { printJson, printLine } from '../../terminal/output.ts'

/** `iexec-sim accounts`: the development accounts with what they own. */
export function accountsCommand(): Command {
  return networkCommand('accounts')
    .addHelpText('after', '\nExample:\n  iexec-sim accounts --json')
    .action(async (options: NetworkOptions) => {
      const { sheet } = networkOf(options)
      const isNative = profiles[sheet.profile].escrow.mode === 'native'
      const hub = new HubClient({ rpc: httpRpc(sheet.rpc), hub: sheet.hub })
      const accounts = await Promise.all(
        sheet.accounts.map(async ({ address, privateKey }, number) => {
          const balance = BigInt(
            (await hub.rpc.request({
              method: 'eth_getBalance',
              params: [address, 'latest'],
            })) as string,
          )
          const { stake, locked } = await hub.viewAccount(address)
          return { number, address, privateKey, balance, stake, locked }
        }),
      )
      if (options.json)
        return printJson(
          accounts.map(({ balance, stake, locked, ...account }) => ({
            ...account,
            balanceWei: String(balance),
            stakeNrlc: String(stake),
            lockedNrlc: String(locked),
          })),
        )
      printLine(
        'Accounts for development: their keys are public, so never send them anything of value.\n',
      )
      for (const { number, address, privateKey, balance, stake, locked } of accounts) {
        const coin = isNative ? 'RLC' : 'ETH'
        const escrow = `stake ${formatUnits(stake, 9)} RLC, locked ${formatUnits(locked, 9)} RLC`
        printLine(
          `(${number}) ${address}  ${privateKey}\n    ${formatEther(balance)} ${coin}, ${escrow}`,
        )
      }
    })
}
