import { SimError } from '@iexec-sim/base'
import { markCanary } from '@iexec-sim/client'
import type { SecretRef } from '@iexec-sim/timeline'
import type { Command } from 'commander'
import { networkCommand } from '../../network-command.ts'
import {
  framework,
  type NetworkOptions,
  networkOf,
  teeOption,
  walletAddress,
  walletOption,
} from '../../options.ts'
import { printJson, printLine } from '../../terminal/output.ts'
import { secretName } from './secret-name.ts'

interface CanaryOptions extends NetworkOptions {
  tee: string
  wallet: string
  app?: string
  dataset?: string
  off?: true
}

/** `iexec-sim secret canary`: looks for a secret that is set in what tasks leave behind. */
export function canaryCommand(): Command {
  return networkCommand(
    'canary',
    'make a secret that is set a canary: the network looks for it in what tasks leave behind',
  )
    .argument('[name]', 'name of a requester secret; none with --app or --dataset')
    .option('--app <address>', "the app's developer secret")
    .option('--dataset <address>', "the dataset's key")
    .option('--off', 'look for it no more')
    .addOption(teeOption())
    .addOption(walletOption())
    .addHelpText(
      'after',
      '\nExample:\n  iexec-sim secret canary my-key --tee scone\n  iexec-sim secret canary --app 0x… --tee scone',
    )
    .action(async (name: string | undefined, options: CanaryOptions) => {
      const network = networkOf(options)
      const secret: SecretRef = {
        framework: framework(options.tee),
        ...(await secretOf(name, options, network.sheet.accounts)),
      }
      await markCanary(network, secret, !options.off)
      if (options.json) return printJson({ ...secret, isCanary: !options.off })
      printLine(`The ${secretName(secret)} is ${options.off ? 'no longer ' : ''}a canary.`)
    })
}

async function secretOf(
  name: string | undefined,
  { app, dataset, wallet }: CanaryOptions,
  accounts: Parameters<typeof walletAddress>[1],
): Promise<Omit<SecretRef, 'framework'>> {
  if ([name, app, dataset].filter((one) => one !== undefined).length !== 1)
    throw new SimError('BAD_OPTION', {
      option: 'name',
      value: name ?? '',
      reason: 'give exactly one of a name, --app and --dataset',
    })
  if (app !== undefined) return { family: 'app', owner: app.toLowerCase(), name: '1' }
  if (dataset !== undefined) return { family: 'web3', owner: dataset.toLowerCase(), name: '' }
  const owner = (await walletAddress(wallet, accounts)).toLowerCase()
  return { family: 'requester', owner, name: name! }
}
