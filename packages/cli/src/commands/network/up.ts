import { profiles } from '@iexec-sim/protocol/profiles'
import { OFFERED_HOSTS } from '@iexec-sim/stack/config'
import { Command, Option } from 'commander'
import { collect, collectPort, jsonOption, stateOption } from '../../options.ts'
import { misbehaveOption } from '../fault/misbehaviours.ts'
import { collectChainId } from './chain-id.ts'
import type { UpOptions } from './up-options.ts'

/** `iexec-sim up`: starts the network and stays, or with `--detach` leaves it running. */
export function upCommand(): Command {
  return new Command('up')
    .addOption(stateOption())
    .option('-d, --detach', 'leave the network running in the background')
    .addOption(jsonOption())
    .addOption(
      new Option(
        '--profile <names>',
        `which network to be: ${Object.keys(profiles).join(', ')}, or several with commas between`,
      ).default('bellecour'),
    )
    .addOption(
      new Option(
        '--port <name=n...>',
        `port of a service (${Object.keys(profiles.bellecour.ports).join(', ')}); 0 means any free one; PROFILE/NAME=N when several profiles run`,
      ).argParser(collectPort),
    )
    .option('--any-port', 'give every service any free port')
    .addOption(
      new Option('--allow-origin <origin>', 'web page that may speak to the network').argParser(
        collect,
      ),
    )
    .addOption(
      new Option(
        '--allow-host <name>',
        'host name that the doors accept besides loopback names',
      ).argParser(collect),
    )
    .option('--tls', "serve every client over TLS as well, under the network's own authority")
    .option(
      '--in-container',
      "listen at this container's own addresses besides loopback, so that ports can be published on 127.0.0.1",
    )
    .option(
      '--harden',
      "run apps without any of root's capabilities; the default is Docker's, less MKNOD and NET_RAW",
    )
    .option(
      '--fast-fail',
      "move the clock to a task's deadline once it can no longer succeed and no other is under way",
    )
    .option('--memory <mib>', 'memory of an app container, MiB (default: 2048)')
    .option('--max-result-bytes <bytes>', 'largest result (default: 268435456)')
    .addOption(
      new Option(
        '--stand-in <host[=image]>',
        `image that stands in for an outside host inside task containers; none is needed for ${OFFERED_HOSTS.join(', ')}`,
      ).argParser(collect),
    )
    .option(
      '--official-apps',
      'deploy sample apps where web3mail and web3telegram look for theirs, with stand-ins for the hosts they send to',
    )
    .addOption(
      new Option(
        '--input-host <name>',
        'host input files may come from besides the own gateway',
      ).argParser(collect),
    )
    .option(
      '--protocol <source>',
      'contracts of the chain: builtin, poco@5.5.0, poco@6.1.0, or a folder of artifacts (Hardhat or Foundry)',
      'builtin',
    )
    .option(
      '--market-rate-limit <n>',
      'requests one address may send the order book in a minute (default: any number)',
    )
    .option(
      '--rpc-gas-cap <n>',
      'most gas of an eth_call, eth_estimateGas or debug_traceCall (default: 6700000)',
    )
    .addOption(
      new Option(
        '--chain-id <n>',
        "chain id in place of the profile's own; PROFILE=N when several profiles run",
      ).argParser(collectChainId),
    )
    .option('--workers <n>', 'workers of the debug pool, 1 to 8 (default: 2)')
    .option(
      '--seed <text>',
      'draw salts, enclave keys and the choice of workers from this, so that runs repeat',
    )
    .addOption(misbehaveOption('make an actor misbehave on purpose in every task'))
    .option(
      '--faults <file>',
      'JSON list of what goes wrong on purpose once the network is ready; see docs/faults.md',
    )
    .addOption(
      new Option(
        '--otlp <url>',
        'send traces of tasks to an OpenTelemetry collector, for example http://127.0.0.1:4318 (default: what OTEL_EXPORTER_OTLP_ENDPOINT names)',
      ),
    )
    .addOption(
      new Option('--log-level <level>', 'least severe log line')
        .choices(['debug', 'info', 'warn', 'error'])
        .default('info'),
    )
    .addHelpText('after', '\nExample:\n  iexec-sim up --detach --port chain=9000')
    .action(async (options: UpOptions) =>
      options.detach
        ? (await import('./detach.ts')).detach(options)
        : (await import('./stay.ts')).stay(options),
    )
}
