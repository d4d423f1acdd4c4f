import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Command, Option } from 'commander'
import { Exit } from '../../terminal/exit-codes.ts'
import { HeldSignals } from '../../terminal/held-signals.ts'
import type { ExecOptions } from './execute.ts'

/** `iexec-sim exec -- <command>`: a fresh network for one command. */
export function execCommand(): Command {
  return new Command('exec')
    .argument('<command...>', 'the command and its arguments, after --')
    .addOption(new Option('--profile <name>', 'which network to be').default('bellecour'))
    .addOption(
      new Option('--tee <framework>', 'TEE framework of the generated chain.json, for client 8.x'),
    )
    .option(
      '--fast-fail',
      "move the clock to a task's deadline once it can no longer succeed and no other is under way",
    )
    .option(
      '--official-hosts',
      'lead Node.js programs that ask iExec\'s official hosts to this network; see "iexec-sim env --help"',
    )
    .option(
      '--official-apps',
      'deploy sample apps where web3mail and web3telegram look for theirs, with stand-ins for the hosts they send to',
    )
    .option('--quiet', 'say nothing besides what the command says')
    .passThroughOptions()
    .addHelpText('after', EXAMPLES)
    .action(async (command: string[], options: ExecOptions) => {
      using signals = new HeldSignals()
      const folder = mkdtempSync(join(tmpdir(), 'iexec-sim-exec-'))
      let code: number
      try {
        const { execute } = await import('./execute.ts')
        code = await execute(command, folder, signals, options)
      } finally {
        rmSync(folder, { recursive: true, force: true })
      }
      if (code !== 0) throw new Exit(code)
    })
}

const EXAMPLES = `
The command's environment:
  IEXEC_SIM_STATE     state folder: other iexec-sim commands find the network by it
  IEXEC_SIM_PROJECT   folder with a chain.json that leads the official client to the network
  IEXEC_SIM_RPC, _WS, _CHAIN_ID, _HUB, _GATEWAY, _MARKET, _REGISTRY, _RESULT_PROXY, _COMPASS, _SMS_SCONE, _SMS_GRAMINE, _SMS_TDX,
  _POCO_SUBGRAPH, _DATAPROTECTOR_SUBGRAPH, _VOUCHER_SUBGRAPH, _WORKERPOOL, _WORKERPOOL_URL, _PRIVATE_KEY (of a funded account)

Example:
  iexec-sim exec -- npm test
  iexec-sim exec --profile arbitrum-sepolia --official-hosts -- npx iapp run 0x…`
