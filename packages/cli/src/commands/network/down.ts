import { setTimeout as delay } from 'node:timers/promises'
import { isRunning, type ProcessId } from '@iexec-sim/base'
import { askControl, findNetwork, type RunningNetwork } from '@iexec-sim/client'
import { Command } from 'commander'
import { jsonOption, type NetworkOptions, positive, stateOption } from '../../options.ts'
import { printJson, printLine } from '../../terminal/output.ts'

/** Longer than a network waits for itself. */
const GRACE_S = '60'
/** Milliseconds a killed process has to be gone. */
const KILL_MS = 10_000
/**
 * Milliseconds the control door has to take the request; a process that is busy ends by its signal.
 */
const ASK_MS = 5_000

interface DownOptions extends NetworkOptions {
  grace: string
}

/** `iexec-sim down`: stops the network; its state stays. */
export function downCommand(): Command {
  return new Command('down')
    .addOption(stateOption())
    .option('--grace <seconds>', 'time to stop before the process is killed', GRACE_S)
    .addOption(jsonOption())
    .addHelpText('after', '\nExample:\n  iexec-sim down --state .iexec-sim')
    .action(async ({ state, json, grace }: DownOptions) => {
      const seconds = positive('--grace', grace)
      const network = findNetwork(state)
      const { pid } = network.sheet
      const killed = await stop(network, network.sheet, seconds * 1000)
      if (json) printJson({ stopped: true, pid, killed })
      else if (killed) printLine(killedText(pid, seconds))
      else printLine('The network has stopped. Its state stays in the folder.')
    })
}

const killedText = (pid: number, seconds: number): string =>
  `The network did not stop within ${seconds} s, so its process ${pid} was killed. Its state stays in the folder.\n` +
  'The next "iexec-sim up" removes what it left in the Docker engine.'

/**
 * Asks a network to stop, and kills its process when it has not within the grace. Resolves with
 * whether it was killed.
 */
async function stop(
  network: RunningNetwork,
  running: ProcessId,
  graceMs: number,
): Promise<boolean> {
  const asked = AbortSignal.timeout(Math.min(ASK_MS, graceMs))
  await askControl(network, 'POST', '/stop', { signal: asked }).catch(() =>
    signal(running, 'SIGTERM'),
  )
  if (await ended(running, graceMs)) return false
  signal(running, 'SIGKILL')
  await ended(running, KILL_MS)
  return true
}

function signal({ pid }: ProcessId, name: NodeJS.Signals): void {
  try {
    process.kill(pid, name)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error
  }
}

async function ended(running: ProcessId, withinMs: number): Promise<boolean> {
  const deadline = performance.now() + withinMs
  while (isRunning(running)) {
    if (performance.now() > deadline) return false
    await delay(20)
  }
  return true
}
