import { textColumns } from '@iexec-sim/base'
import { noProgress, openProgress } from '@iexec-sim/base/progress'
import { askControl } from '@iexec-sim/client'
import type { SnapshotInfo } from '@iexec-sim/stack'
import { Command } from 'commander'
import { networkCommand } from '../../network-command.ts'
import { type NetworkOptions, networkOf } from '../../options.ts'
import { printJson, printLine } from '../../terminal/output.ts'
import { assertFree, openFile, readKeys, saveFile, saveKeys } from './snapshot-files.ts'

interface SaveOptions extends NetworkOptions {
  replace?: boolean
}
interface ExportOptions extends NetworkOptions {
  name?: string
  keys?: boolean
  force?: boolean
}
interface ImportOptions extends NetworkOptions {
  name?: string
  keys?: string
  dropSecrets?: boolean
}

/** `iexec-sim snapshot`: the whole network as it was. */
export function snapshotCommand(): Command {
  const save = networkCommand(
    'save',
    'keep chain, time, order book, secrets, content and tasks as they are now',
  )
    .argument('<name>', 'letters, digits, dots, hyphens and underscores')
    .option('--replace', 'take the place of one with this name')
    .addHelpText('after', '\nExample:\n  iexec-sim snapshot save deployed')
    .action(async (name: string, { replace = false, ...options }: SaveOptions) => {
      const answer = await askControl(networkOf(options), 'POST', '/snapshots', {
        body: { name, replace },
      })
      told(options, (await answer.json()) as SnapshotInfo, 'saved')
    })
  const restore = networkCommand('restore', 'go back; tasks that run are dropped')
    .argument('<name>', 'one that was saved or imported')
    .addHelpText('after', '\nExample:\n  iexec-sim snapshot restore deployed')
    .action(async (name: string, options: NetworkOptions) =>
      told(options, await restored(options, name), 'restored'),
    )
  const list = networkCommand('list', 'show what was saved')
    .addHelpText('after', '\nExample:\n  iexec-sim snapshot list')
    .action(async (options: NetworkOptions) => show(options, await listed(options)))
  const remove = networkCommand('remove', 'forget one')
    .argument('<name>', 'one that was saved or imported')
    .addHelpText('after', '\nExample:\n  iexec-sim snapshot remove deployed')
    .action(async (name: string, options: NetworkOptions) => {
      await askControl(networkOf(options), 'DELETE', `/snapshots/${encodeURIComponent(name)}`)
      if (options.json) printJson({ removed: name })
      else printLine(`Snapshot "${name}" is gone.`)
    })
  const snapshot = new Command('snapshot')
  for (const command of [save, restore, list, remove, exportCommand(), importCommand()])
    snapshot.addCommand(command)
  return snapshot
}

function exportCommand(): Command {
  return networkCommand('export', 'write one to a file; its secrets stay encrypted')
    .argument('<file>', 'such as network.snapshot')
    .option('--name <name>', 'one that was saved', 'the network as it is now')
    .option(
      '--keys',
      'write the keys of its secrets beside it, to <file>.keys; both files together reveal the secrets',
    )
    .option('--force', 'replace files that are there')
    .addHelpText('after', '\nExample:\n  iexec-sim snapshot export ci.snapshot --keys')
    .action(
      async (
        file: string,
        { name, keys = false, force = false, ...options }: ExportOptions,
        command: Command,
      ) => {
        const network = networkOf(options)
        if (!force) for (const path of keys ? [file, `${file}.keys`] : [file]) assertFree(path)
        const isSaved = command.getOptionValueSource('name') === 'cli'
        const snapshot = isSaved ? name! : `export-${process.pid}`
        if (!isSaved) await askControl(network, 'POST', '/snapshots', { body: { name: snapshot } })
        try {
          const path = `/snapshots/${encodeURIComponent(snapshot)}/file`
          const bytes = await saveFile(file, (await askControl(network, 'GET', path)).body!)
          if (keys)
            await saveKeys(
              `${file}.keys`,
              await (await askControl(network, 'GET', '/snapshots/keys')).text(),
            )
          if (options.json) printJson({ file, bytes, ...(keys ? { keys: `${file}.keys` } : {}) })
          else printLine(`${file}: ${bytes} bytes${keys ? `; its keys are in ${file}.keys` : ''}.`)
        } finally {
          if (!isSaved)
            await askControl(network, 'DELETE', `/snapshots/${snapshot}`).catch(() => {})
        }
      },
    )
}

function importCommand(): Command {
  return networkCommand(
    'import',
    'take in a file of "snapshot export" and make the network what it holds',
  )
    .argument('<file>', 'what "snapshot export" wrote')
    .option('--name <name>', 'keep it under this name', 'imported-<time>')
    .option('--keys <file>', 'what "snapshot export --keys" wrote beside it')
    .option('--drop-secrets', 'leave out secrets that another network has encrypted')
    .addHelpText(
      'after',
      '\nExample:\n  iexec-sim snapshot import ci.snapshot --keys ci.snapshot.keys',
    )
    .action(
      async (
        file: string,
        { name, keys, dropSecrets = false, ...options }: ImportOptions,
        command: Command,
      ) => {
        const own =
          command.getOptionValueSource('name') === 'cli' ? name! : `imported-${Date.now()}`
        const given = dropSecrets ? 'lost' : keys === undefined ? undefined : await readKeys(keys)
        using progress = options.json ? noProgress : await openProgress()
        const { body, close } = await openFile(file, (part) => progress.show('sending', part))
        try {
          const headers = {
            'content-type': 'application/gzip',
            ...(given === undefined ? {} : { 'snapshot-keys': given }),
          }
          const path = `/snapshots/${encodeURIComponent(own)}/file`
          await askControl(networkOf(options), 'PUT', path, { headers, body })
        } finally {
          await close()
        }
        progress.say(`${file} is kept as "${own}".`)
        progress.show(`restoring "${own}"`)
        told(options, await restored(options, own), 'restored')
      },
    )
}

async function restored(options: NetworkOptions, name: string): Promise<SnapshotInfo> {
  const answer = await askControl(
    networkOf(options),
    'POST',
    `/snapshots/${encodeURIComponent(name)}/restore`,
  )
  return (await answer.json()) as SnapshotInfo
}

const listed = async (options: NetworkOptions): Promise<SnapshotInfo[]> =>
  (await (await askControl(networkOf(options), 'GET', '/snapshots')).json()) as SnapshotInfo[]

function told({ json }: NetworkOptions, info: SnapshotInfo, done: string): void {
  if (json) printJson(info)
  else printLine(`Snapshot "${info.name}" is ${done}: block ${info.block}, ${info.savedAt}.`)
}

function show({ json }: NetworkOptions, list: readonly SnapshotInfo[]): void {
  if (json) printJson(list)
  else if (list.length === 0)
    printLine('There are none. Make one with "iexec-sim snapshot save <name>".')
  else
    for (const line of textColumns(
      list.map(({ name, block, savedAt, problem }) =>
        problem === undefined ? [name, `block ${block}`, savedAt] : [name, problem],
      ),
    ))
      printLine(line)
}
