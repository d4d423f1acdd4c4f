import { allEnded } from '@iexec-sim/base'
import { noProgress, openProgress } from '@iexec-sim/base/progress'
import { keepHeapSmall, type Network, type NetworkConfig, startNetwork } from '@iexec-sim/stack'
import { onEndingSignal } from '../../terminal/ending-signals.ts'
import { printProgress } from '../../terminal/output.ts'
import { announce } from './announce.ts'
import { configsOf } from './network-config.ts'
import type { UpOptions } from './up-options.ts'

/** Starts the networks and runs until they are asked to stop. */
export async function stay(options: UpOptions): Promise<void> {
  const interrupted = Promise.withResolvers<void>()
  onEndingSignal(() => interrupted.resolve())
  keepHeapSmall()
  const networks = await startAll(await configsOf(options), options)
  keepGoing()
  await announce(
    networks.map(({ sheet }) => sheet),
    options,
  )
  await Promise.race([interrupted.promise, ...networks.map(({ stopRequested }) => stopRequested)])
  // A second Ctrl-C does not cut the clean-up short; it would leave containers behind.
  if (!options.json) printProgress('\nStopping …')
  try {
    await allEnded(networks.map((network) => network.close()))
  } finally {
    // A hanging handle would keep the process alive. The failure is reported first.
    setTimeout(() => process.exit(), 1_000).unref()
  }
}

/**
 * The last wall around a network that serves: an unhandled error, for example in a library's
 * stream, is logged and ends no other task. Each one seen here is a defect.
 */
function keepGoing(): void {
  process.on('uncaughtException', (error) => {
    printProgress(
      `Unexpected error; the network goes on. Please report it.\n${error?.stack ?? String(error)}`,
    )
  })
}

/** Starts one network after the other; when one fails, those before it are stopped again. */
async function startAll(
  configs: readonly NetworkConfig[],
  { json }: UpOptions,
): Promise<Network[]> {
  const networks: Network[] = []
  using progress = json ? noProgress : await openProgress()
  const onProgress: NetworkConfig['onProgress'] = (step, part) =>
    part ? progress.show(step, part) : progress.say(`· ${step}`)
  try {
    for (const config of configs) networks.push(await startNetwork({ ...config, onProgress }))
    return networks
  } catch (error) {
    await Promise.allSettled(networks.map((network) => network.close()))
    throw error
  }
}
