import { askControl } from '@iexec-sim/client'
import { type Address, address } from '@iexec-sim/protocol'
import { Command } from 'commander'
import { networkCommand } from '../../network-command.ts'
import { type NetworkOptions, networkOf } from '../../options.ts'
import { printJson, printLine } from '../../terminal/output.ts'

/** Answer of the control door about names. */
interface NameList {
  directory: 'compass' | 'ENS'
  names: { name: string; address: Address }[]
}

/** `iexec-sim name`: names that clients look up, in compass or in ENS. */
export function nameCommand(): Command {
  const set = networkCommand(
    'set',
    'give an address a name, instead of the address the name stood for',
  )
    .argument('<name>', 'such as web3mail-tdx in compass, web3mail.apps.iexec.eth in ENS')
    .argument('<address>', 'an app in compass; an asset or an account in ENS')
    .addHelpText(
      'after',
      '\nExample:\n  iexec-sim name set web3mail-tdx 0x2546BcD3c84621e976D8185a91A922aE77ECEc30',
    )
    .action(async (name: string, value: string, options: NetworkOptions) => {
      const body = { name, address: address(value) }
      const answer = await askControl(networkOf(options), 'POST', '/names', { body })
      const list = (await answer.json()) as NameList
      if (options.json) return printJson(list)
      printLine(`"${name}" is ${body.address} in ${list.directory}.`)
    })
  const list = networkCommand('list', 'list the names that were given')
    .addHelpText('after', '\nExample:\n  iexec-sim name list --json')
    .action(async (options: NetworkOptions) => {
      const answer = await askControl(networkOf(options), 'GET', '/names')
      const list = (await answer.json()) as NameList
      if (options.json) return printJson(list)
      if (list.names.length === 0) printLine(`No names were given in ${list.directory}.`)
      for (const { name, address } of list.names) printLine(`${address}  ${name}`)
    })
  return new Command('name').addCommand(set).addCommand(list)
}
