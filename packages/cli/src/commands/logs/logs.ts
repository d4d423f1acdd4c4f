import { existsSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { SimError } from '@iexec-sim/base'
import { type Command, Option } from 'commander'
import { networkCommand } from '../../network-command.ts'
import { type NetworkOptions, positive, servicePorts } from '../../options.ts'
import { onEndingSignal } from '../../terminal/ending-signals.ts'
import { printLine } from '../../terminal/output.ts'
import { durationMs } from '../time/duration.ts'
import { FollowedFile } from './followed-file.ts'
import { LOG_LEVELS, type LogLevel, type LogLine, logLineText, readLogLine } from './log-line.ts'

interface LogsOptions extends NetworkOptions {
  follow?: true
  level: LogLevel
  task?: string
  since?: string
  tail: string
}

type Filter = (line: LogLine) => boolean

/** `iexec-sim logs`: what the services of a network logged, also of one that has stopped. */
export function logsCommand(): Command {
  return networkCommand('logs', 'show what the services logged')
    .argument('[service]', 'one service, such as workerpool or worker-1; sms means every SMS')
    .option('-f, --follow', 'go on with what is logged from now on, until Ctrl-C')
    .addOption(
      new Option('--level <level>', 'least severe lines to show')
        .choices(LOG_LEVELS)
        .default('info'),
    )
    .option('--task <id>', 'only lines about this task')
    .option('--since <duration>', 'only lines of the last 30s, 5m or 1h')
    .option('--tail <n>', 'how many of the lines that are there', '200')
    .addHelpText(
      'after',
      '\nWith --json every line is a JSON document of its own.\n\nExample:\n  iexec-sim logs sms --follow\n  iexec-sim logs --level warn --since 10m',
    )
    .action(async (service: string | undefined, options: LogsOptions) => {
      const isWanted = filterOf(service, options)
      const tail = positive('--tail', options.tail)
      const ending = new AbortController()
      using _held = onEndingSignal(() => ending.abort())
      await using file = await FollowedFile.open(logFile(options))
      const show = (line: LogLine) =>
        printLine(options.json ? JSON.stringify(line) : logLineText(line))
      for (const line of await lastOf(tail, wanted(file.lines(), isWanted))) show(line)
      if (!options.follow) return
      for await (const line of wanted(file.added(ending.signal), isWanted)) show(line)
    })
}

/** The log of a network that runs or did. Throws `NOT_RUNNING` where there is none. */
function logFile({ state, profile }: LogsOptions): string {
  const dirs = [...(profile === undefined ? [] : [join(state, profile)]), state]
  const found = dirs.map((dir) => join(dir, 'logs', 'network.log')).find(existsSync)
  if (!found) throw new SimError('NOT_RUNNING', { path: resolve(state) })
  return found
}

/** Names in the log that are no door's. */
const WITHOUT_PORT = ['network', 'engine', 'storage']

function filterOf(service: string | undefined, { level, task, since }: LogsOptions): Filter {
  if (service !== undefined) assertService(service)
  const least = LOG_LEVELS.indexOf(level)
  const from = since === undefined ? 0 : Date.now() - durationMs(since, '--since')
  return (line) =>
    LOG_LEVELS.indexOf(line.level) >= least &&
    (service === undefined || line.service === service || line.service.startsWith(`${service}-`)) &&
    (task === undefined || isAbout(line, task.toLowerCase())) &&
    Date.parse(line.time) >= from
}

/** Ids of sessions end with their task's. */
const isAbout = ({ facts }: LogLine, task: string): boolean =>
  String(facts.taskId ?? facts.chainTaskId ?? facts.sessionId ?? '')
    .toLowerCase()
    .endsWith(task)

/** Throws `BAD_OPTION` for a name that no service has. */
function assertService(service: string): void {
  const names = [...new Set([...servicePorts(), ...WITHOUT_PORT])]
  const isKnown = names.some((name) => name === service || name.startsWith(`${service}-`))
  if (isKnown || /^worker(-\d+)?$/.test(service)) return
  throw new SimError('BAD_OPTION', {
    option: 'service',
    value: service,
    reason: `it must be one of ${names.join(', ')}, worker-1 and so on`,
  })
}

async function* wanted(
  texts: AsyncIterable<string>,
  isWanted: Filter,
): AsyncGenerator<LogLine, void> {
  for await (const text of texts) {
    const line = readLogLine(text)
    if (line && isWanted(line)) yield line
  }
}

async function lastOf<T>(count: number, items: AsyncIterable<T>): Promise<T[]> {
  const last: T[] = []
  for await (const item of items) {
    last.push(item)
    // In bulk: taking one away each time moves all of them.
    if (last.length >= 2 * count) last.splice(0, last.length - count)
  }
  return last.slice(-count)
}
