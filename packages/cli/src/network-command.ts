import { Command } from 'commander'
import { jsonOption, profileOption, stateOption } from './options.ts'

/**
 * A command that speaks to one running network: `--profile`, `--state` and `--json` as everywhere.
 */
export const networkCommand = (name: string, description = ''): Command =>
  new Command(name)
    .description(description)
    .addOption(profileOption())
    .addOption(stateOption())
    .addOption(jsonOption())
