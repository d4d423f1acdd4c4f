import { existsSync, statSync } from 'node:fs'
import { resolve } from 'node:path'
import { textColumns } from '@iexec-sim/base'
import { findNetwork } from '@iexec-sim/client'
import { loadGenesis } from '@iexec-sim/contracts'
import { connectEngine } from '@iexec-sim/docker'
import { Command } from 'commander'
import { jsonOption, type NetworkOptions, stateOption } from '../../options.ts'
import { EXIT, Exit } from '../../terminal/exit-codes.ts'
import { printJson, printLine } from '../../terminal/output.ts'
import { buildContextWarning } from '../app/build-context.ts'

interface Check {
  name: string
  state: 'ok' | 'warning' | 'problem'
  detail: string
}

const MARKS = { ok: '✓', warning: '!', problem: '✗' } as const
const IMAGES = ['iexec-sim/names', 'iexec-sim/stand-ins']

/** `iexec-sim doctor`: checks the machine for the simulator's requirements. */
export function doctorCommand(): Command {
  return new Command('doctor')
    .addOption(stateOption())
    .addOption(jsonOption())
    .addHelpText('after', '\nExample:\n  iexec-sim doctor')
    .action(async ({ state, json }: NetworkOptions) => {
      const checks = [
        nodeCheck(),
        genesisCheck(),
        ...(await engineChecks()),
        stateCheck(state),
        contextCheck(state),
      ]
      if (json) printJson({ checks })
      else
        for (const line of textColumns(
          checks.map(({ name, state: found, detail }) => [`${MARKS[found]} ${name}`, detail]),
        ))
          printLine(line)
      if (checks.some(({ state: found }) => found === 'problem')) throw new Exit(EXIT.failure)
    })
}

function nodeCheck(): Check {
  const recent = Number(process.versions.node.split('.')[0]) >= 24
  return {
    name: 'Node',
    state: recent ? 'ok' : 'problem',
    detail: recent ? process.version : `${process.version} is too old: install Node.js 24`,
  }
}

function genesisCheck(): Check {
  try {
    loadGenesis('bellecour')
    return { name: 'contracts', state: 'ok', detail: 'the genesis is built' }
  } catch (error) {
    return { name: 'contracts', state: 'problem', detail: (error as Error).message }
  }
}

async function engineChecks(): Promise<Check[]> {
  const engine = connectEngine({ network: 'cli' })
  try {
    const { version, apiVersion } = await engine.ping()
    const images = await Promise.all(
      IMAGES.map(async (image) => [image, await engine.inspectImage(image)] as const),
    )
    const missing = images.filter(([, found]) => !found).map(([image]) => image)
    return [
      { name: 'Docker engine', state: 'ok', detail: `${version} (API ${apiVersion})` },
      {
        name: 'images',
        state: missing.length ? 'warning' : 'ok',
        detail: missing.length
          ? `missing: ${missing.join(', ')}; the first "iexec-sim up" builds them`
          : 'all there',
      },
    ]
  } catch (error) {
    const { message, help } = error as Error & { help?: string }
    return [{ name: 'Docker engine', state: 'problem', detail: `${message} ${help ?? ''}` }]
  } finally {
    await engine.close()
  }
}

function stateCheck(state: string): Check {
  const path = resolve(state)
  if (!existsSync(path))
    return { name: 'state folder', state: 'ok', detail: `${path} does not exist yet` }
  const mode = statSync(path).mode & 0o777
  if (mode & 0o077)
    return {
      name: 'state folder',
      state: 'problem',
      detail: `${path} can be read by others (mode ${mode.toString(8)}): chmod 700 it`,
    }
  try {
    return {
      name: 'state folder',
      state: 'ok',
      detail: `${path}, network running (process ${findNetwork(state).sheet.pid})`,
    }
  } catch {
    return { name: 'state folder', state: 'ok', detail: `${path}, no network running` }
  }
}

function contextCheck(state: string): Check {
  const warning = buildContextWarning(state)
  return {
    name: 'build context',
    state: warning ? 'warning' : 'ok',
    detail: warning ?? 'the state folder is in no build context here',
  }
}
