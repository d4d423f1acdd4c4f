import { isUtf8 } from 'node:buffer'
import { SimError } from '@iexec-sim/base'
import { markCanary, smsUrl } from '@iexec-sim/client'
import { SmsReader } from '@iexec-sim/sms/client/reader'
import { SHORTEST_CANARY } from '@iexec-sim/timeline/steps'
import { Command, Option } from 'commander'
import {
  framework,
  jsonOption,
  type NetworkOptions,
  networkOf,
  profileOption,
  stateOption,
  teeOption,
  walletAddress,
  walletOption,
} from '../../options.ts'
import { EXIT, Exit } from '../../terminal/exit-codes.ts'
import { printJson, printLine } from '../../terminal/output.ts'
import { canaryCommand } from './canary.ts'
import { ledgerCommand } from './ledger.ts'

interface SecretOptions extends NetworkOptions {
  tee: string
  wallet: string
  value?: string
  canary?: true
}

/** `iexec-sim secret push|check|canary|ledger`: requester secrets, and where all secrets went. */
export function secretCommand(): Command {
  return new Command('secret')
    .addCommand(pushCommand())
    .addCommand(checkCommand())
    .addCommand(canaryCommand())
    .addCommand(ledgerCommand())
}

function pushCommand(): Command {
  return new Command('push')
    .description(
      'set a requester secret permanently; prompts for the value, or reads it from standard input',
    )
    .argument('<name>', 'up to 64 letters, digits, dashes and underscores')
    .addOption(teeOption())
    .addOption(walletOption())
    .addOption(
      new Option(
        '--value <value>',
        'the value; for tests only: other users of the machine can see it in the process list',
      ),
    )
    .option(
      '--canary',
      'look for the value in what tasks leave behind: output, files, callback data, transactions',
    )
    .addOption(profileOption())
    .addOption(stateOption())
    .addOption(jsonOption())
    .addHelpText(
      'after',
      '\nThe value is UTF-8 text; encode other bytes first, for example with base64. One line end at the end of standard input is dropped.\n\nExample:\n  printf %s "$MY_KEY" | iexec-sim secret push my-key --tee scone\n  base64 -w0 key.bin | iexec-sim secret push my-key --tee scone',
    )
    .action(async (name: string, options: SecretOptions) => {
      const { connect } = await import('../../connect.ts')
      await using connection = connect(options)
      const { requester } = connection
      const value = options.value ?? (await readValue(name))
      if (options.canary && value.length < SHORTEST_CANARY)
        throw new SimError('CANARY_TOO_SHORT', {
          secret: `secret "${name}"`,
          shortest: SHORTEST_CANARY,
        })
      const outcome = await requester
        .sms(framework(options.tee))
        .pushRequesterSecret(requester.wallet as never, name, value)
      if (outcome === 'exists')
        throw new SimError('SECRET_EXISTS', { name, owner: requester.address })
      const owner = requester.address.toLowerCase()
      if (options.canary)
        await markCanary(connection.network, {
          framework: framework(options.tee),
          family: 'requester',
          owner,
          name,
        })
      const isCanary = options.canary === true
      if (options.json)
        return printJson({
          name,
          tee: options.tee,
          owner: requester.address,
          isPushed: true,
          isCanary,
        })
      printLine(
        `Secret "${name}" is set for ${requester.address} in the SMS of ${options.tee}${isCanary ? ', as a canary' : ''}.`,
      )
    })
}

function checkCommand(): Command {
  return new Command('check')
    .description('check whether a requester secret is set; its value is never shown')
    .argument('<name>')
    .addOption(teeOption())
    .addOption(walletOption())
    .addOption(profileOption())
    .addOption(stateOption())
    .addOption(jsonOption())
    .addHelpText('after', '\nExample:\n  iexec-sim secret check my-key --tee scone')
    .action(async (name: string, options: SecretOptions) => {
      const { sheet } = networkOf(options)
      const owner = await walletAddress(options.wallet, sheet.accounts)
      const isSet = await new SmsReader(smsUrl(sheet, framework(options.tee))).hasRequesterSecret(
        owner,
        name,
      )
      if (options.json) printJson({ name, tee: options.tee, owner, isSet })
      else
        printLine(
          `Secret "${name}" is ${isSet ? '' : 'NOT '}set for ${owner} in the SMS of ${options.tee}.`,
        )
      if (!isSet) throw new Exit(EXIT.failure)
    })
}

async function readValue(name: string): Promise<string> {
  const value = process.stdin.isTTY ? await ask(name) : await readAll(name)
  if (typeof value !== 'string' || value === '') throw new SimError('NO_VALUE', { name })
  return value
}

async function ask(name: string) {
  const { password } = await import('@clack/prompts')
  return password({ message: `Value of secret "${name}"` })
}

/** Bytes of a value, at most; an SMS has the same bound. */
const LARGEST = 4096

/**
 * All of standard input, without the line's end that `echo` adds. Bytes that are not UTF-8 would be
 * changed permanently.
 */
async function readAll(name: string): Promise<string> {
  const chunks: Buffer[] = []
  let length = 0
  for await (const chunk of process.stdin) {
    chunks.push(chunk as Buffer)
    length += (chunk as Buffer).length
    if (length > LARGEST + '\r\n'.length) throw new SimError('SECRET_TOO_LONG', { name })
  }
  const bytes = Buffer.concat(chunks)
  if (!isUtf8(bytes)) throw new SimError('SECRET_NOT_TEXT', { name })
  return bytes.toString('utf8').replace(/\r?\n$/, '')
}
