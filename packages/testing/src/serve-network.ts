// A network in a process of its own. Its parent tells it what to be over the channel between them,
// and is told where everything is. It ends, and leaves nothing behind, when it is asked to or when
// the parent goes away.
import { profiles } from '@iexec-sim/protocol'
import { defaultConfig, startNetwork } from '@iexec-sim/stack'
import type { NetworkOptions } from './network-options.ts'
import { PRISTINE } from './pristine.ts'

/** Message of the process: its network, or why it did not start. */
export type NetworkAnswer =
  | { network: { sheet: object; controlToken: string; stateDir: string } }
  | { failure: { message: string; help?: string } }

const ending = new Promise<void>((resolve) => {
  process.once('disconnect', resolve)
  process.once('SIGTERM', () => resolve())
  // The parent may have ended while this module was loaded.
  if (!process.connected) resolve()
})
// A Ctrl-C reaches the whole group, and so does a terminal that is closed: the parent decides.
process.on('SIGINT', () => {}).on('SIGHUP', () => {})

process.once('message', async (options: NetworkOptions) => {
  try {
    await run(options)
  } catch (error) {
    const { message, help } = error as Error & { help?: string }
    answer({ failure: { message, ...(help === undefined ? {} : { help }) } })
    process.exitCode = 1
    if (process.connected) process.disconnect()
  }
})

async function run({ profile = 'bellecour', protocol, ...options }: NetworkOptions): Promise<void> {
  const network = await startNetwork({
    ...defaultConfig(profiles[profile]),
    ports: Object.fromEntries(Object.keys(profiles[profile].ports).map((name) => [name, 0])),
    logLevel: 'silent',
    ...options,
    ...(protocol === undefined
      ? {}
      : { protocol: (await import('@iexec-sim/contracts/sources')).parseSource(protocol) }),
  })
  await network.offersOpen
  await network.snapshots.save(PRISTINE)
  const { sheet, controlToken, dir } = network
  answer({ network: { sheet, controlToken, stateDir: dir } })
  await Promise.race([ending, network.stopRequested])
  await network.close()
  process.exit()
}

function answer(document: NetworkAnswer): void {
  if (process.connected) process.send!(document)
}
