import { readSecretEvents, readSecrets } from '@iexec-sim/client'
import { taskId } from '@iexec-sim/protocol/ids'
import type { SecretEvent, SecretSummary } from '@iexec-sim/timeline'
import type { Command } from 'commander'
import { networkCommand } from '../../network-command.ts'
import { type NetworkOptions, networkOf } from '../../options.ts'
import { printable, printJson, printLine } from '../../terminal/output.ts'
import { secretName } from './secret-name.ts'

interface LedgerOptions extends NetworkOptions {
  secret?: string
  task?: string
}

/** `iexec-sim secret ledger`: where each secret went. */
export function ledgerCommand(): Command {
  return networkCommand(
    'ledger',
    'show where secrets went: set, requested, delivered to which enclave, or refused; never a value',
  )
    .option('--secret <name>', 'events of the secrets of this name')
    .option('--task <taskid>', 'events of the secrets that were for this task')
    .addHelpText(
      'after',
      '\nExample:\n  iexec-sim secret ledger\n  iexec-sim secret ledger --secret my-key\n  iexec-sim secret ledger --task 0x…',
    )
    .action(async ({ secret, task, ...options }: LedgerOptions) => {
      const network = networkOf(options)
      if (secret === undefined && task === undefined) {
        const secrets = await readSecrets(network)
        if (options.json) return printJson({ secrets })
        for (const summary of secrets) printLine(summaryText(summary))
        if (secrets.length === 0) printLine('No secret was set.')
        return
      }
      const events = await readSecretEvents(network, {
        name: secret,
        ...(task === undefined ? {} : { task: taskId(task) }),
      })
      if (options.json) return printJson({ events })
      for (const event of events) printLine(eventText(event))
      if (events.length === 0) printLine('Nothing happened to it.')
    })
}

function summaryText(secret: SecretSummary): string {
  const { framework, setAt, requested, delivered, refused, canary } = secret
  const set = setAt === undefined ? 'not set' : `set ${new Date(setAt).toISOString()}`
  const times = `requested ${requested}, delivered ${delivered}, refused ${refused}`
  return printable(
    `${framework.padEnd(8)} ${secretName(secret)}  ${set}  ${times}${canary ? '  canary' : ''}`,
  )
}

function eventText(event: SecretEvent): string {
  const { at, framework, kind, taskId: task, stage, fingerprint, reason, via } = event
  const details = [
    task && `task ${task}`,
    stage && `stage ${stage}`,
    fingerprint && `fingerprint ${fingerprint}`,
    reason,
  ].filter(Boolean)
  return printable(
    `${new Date(at).toISOString()}  ${kind.padEnd(13)} ${framework.padEnd(8)} ${secretName(event)}  ${via}${details.length > 0 ? `  (${details.join(', ')})` : ''}`,
  )
}
