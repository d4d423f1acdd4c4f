import { setTimeout as delay } from 'node:timers/promises'
import { SimError } from '@iexec-sim/protocol'
import { findNetwork, isRunning, type ProcessId, processId } from '@iexec-sim/stack'
import { Command } from 'commander'
import { jsonOption, type NetworkOptions, stateOption } from '../options.ts'
import { printJson, printLine } from '../output.ts'

const STOP_TIMEOUT_S = 60

/** `iexec-sim down`: stops the network; its state stays. */
export function downCommand(): Command {
  return new Command('down')
    .description('stop the network; its state stays in the folder')
    .addOption(stateOption())
    .addOption(jsonOption())
    .addHelpText('after', '\nExample:\n  iexec-sim down --state .iexec-sim')
    .action(async ({ state, json }: NetworkOptions) => {
      const { sheet, controlToken } = findNetwork(state)
      const running = processId(sheet.pid)
      const response = await fetch(`${sheet.control}/stop`, {
        method: 'POST',
        headers: { authorization: `Bearer ${controlToken}` },
      })
      if (!response.ok)
        throw new SimError('HTTP_FAILED', { method: 'POST', url: `${sheet.control}/stop`, status: response.status })
      await ended(running)
      if (json) printJson({ stopped: true, pid: sheet.pid })
      else printLine('The network has stopped. Its state stays in the folder.')
    })
}

async function ended(process: ProcessId): Promise<void> {
  const deadline = performance.now() + STOP_TIMEOUT_S * 1000
  while (performance.now() < deadline) {
    if (!isRunning(process)) return
    await delay(20)
  }
  throw new SimError('STOP_TIMEOUT', { pid: process.pid, seconds: STOP_TIMEOUT_S })
}
