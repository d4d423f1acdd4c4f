import { existsSync } from 'node:fs'
import { connectAsOwner } from '@iexec-sim/client/owner'
import { prepareImage } from '@iexec-sim/client/requester'
import { Command } from 'commander'
import {
  framework,
  jsonOption,
  type NetworkOptions,
  stateOption,
  teeOption,
} from '../../options.ts'
import { printJson, printLine, printProgress } from '../../terminal/output.ts'
import { buildContextWarning } from './build-context.ts'

interface PrepareOptions extends NetworkOptions {
  tee: string
  to?: string
  heap?: string
}

/**
 * `iexec-sim app prepare`: the TEE variant of an image. Needs the Docker engine, but no running
 * network.
 */
export function appCommand(): Command {
  const prepare = new Command('prepare')
    .description('make the TEE variant of a local image and print its fingerprint')
    .argument('<image>', 'name of a local image')
    .addOption(teeOption())
    .option('--to <name>', 'name of the variant (default: the image with tag tee-<framework>)')
    .option('--heap <mib>', 'enclave heap, MiB; scone only (default: 1024)')
    .addOption(stateOption())
    .addOption(jsonOption())
    .addHelpText(
      'after',
      '\nExample:\n  iexec-sim app prepare my-app:1.0 --tee scone --to my-app:1.0-scone',
    )
    .action(async (image: string, { tee, to, heap, state, json }: PrepareOptions) => {
      const warning = buildContextWarning(state)
      if (warning) printProgress(`Warning: ${warning}`)
      await using owned = connectAsOwner('cli')
      if (!json) printProgress(`· measuring ${image}`)
      const options = { to, ...(heap ? { heapSize: Number(heap) * 1024 ** 2 } : {}) }
      const stateDir = existsSync(state) ? state : undefined
      const prepared = await prepareImage(owned.engine, stateDir, image, framework(tee), options)
      if (json) return printJson(prepared)
      printLine(`image        ${prepared.image}`)
      printLine(`checksum     ${prepared.checksum}`)
      printLine(`fingerprint  ${prepared.fingerprint}`)
      printLine(`mrenclave    ${JSON.stringify(prepared.mrenclave)}`)
    })
  return new Command('app').addCommand(prepare)
}
