import { Command, Option } from 'commander'
import { jsonOption, profileOption, stateOption, tagOption, walletOption } from '../../options.ts'
import { misbehaveOption } from '../fault/misbehaviours.ts'
import type { RunOptions } from './run-task.ts'

/** `iexec-sim run`: the whole road, from an image to its result. */
export function runCommand(): Command {
  return new Command('run')
    .argument('<image>', 'name of a local image, plain or prepared')
    .addOption(tagOption())
    .addOption(
      new Option(
        '--secret <index=name...>',
        'give the app requester secret NAME as IEXEC_REQUESTER_SECRET_INDEX',
      ),
    )
    .option('--args <args>', 'arguments of the app')
    .addOption(
      new Option('--category <id>', 'how long the app may run: 0 (5 min) to 4 (10 h)').default('0'),
    )
    .addOption(
      new Option('--trust <n>', 'how much workers have to agree, for standard tasks').default('0'),
    )
    .option('--workerpool <address>', 'pool that must run it (default: the debug pool)')
    .addOption(walletOption())
    .option('--download <dir>', 'unpack the result into a folder')
    .addOption(misbehaveOption('make an actor misbehave on purpose, in this run only'))
    .addOption(profileOption())
    .addOption(stateOption())
    .addOption(jsonOption())
    .addHelpText(
      'after',
      '\nExample:\n  iexec-sim run my-app --tag tee,scone --secret 1=my-namespace 2=my-key --download out\n\nExit codes: 0 completed, 1 not completed, 2 wrong usage, 3 no network, 4 a canary was found (see "secret push --canary")',
    )
    .action(async (image: string, options: RunOptions) => {
      const { runTask } = await import('./run-task.ts')
      await runTask(image, options)
    })
}
