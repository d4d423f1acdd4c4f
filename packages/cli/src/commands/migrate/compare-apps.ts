import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { SimError } from '@iexec-sim/base'
import { connectAsOwner } from '@iexec-sim/client/owner'
import { Requester, resultFiles } from '@iexec-sim/client/requester'
import type { Engine } from '@iexec-sim/docker'
import { arbitrumSepolia, bellecour, type Profile } from '@iexec-sim/protocol/profiles'
import { encodeTag, type TeeFramework } from '@iexec-sim/protocol/tags'
import { defaultConfig, keepHeapSmall, startNetwork } from '@iexec-sim/stack'
import { compareResults, type Difference, type ResultFiles } from '../task/compare-results.ts'

/** An app that is run under both. */
export interface ComparedApp {
  /** Name of a local image. */
  image: string
  /** Framework it ran under. */
  tee: TeeFramework
  /** Arguments of the app. @default none */
  args?: string | undefined
  /** Values of requester secrets, by the number the app knows them under. */
  secrets: Readonly<Record<string, string>>
}

/**
 * Runs an app under its old framework and under tdx, each in a new network that leaves nothing, and
 * compares their results; the first is the old one. Throws `RUN_WITHOUT_RESULT` for one that fails.
 */
export async function compareApps(
  app: ComparedApp,
  say: (line: string) => void,
): Promise<Difference[]> {
  keepHeapSmall()
  await using owned = connectAsOwner('cli')
  const results: ResultFiles[] = []
  for (const [profile, tee] of [
    [bellecour, app.tee],
    [arbitrumSepolia, 'tdx'],
  ] as const) {
    say(`running ${app.image} under ${tee} on ${profile.name}`)
    results.push(await resultUnder(profile, tee, app, owned.engine, results.length + 1))
  }
  return compareResults(results)
}

async function resultUnder(
  profile: Profile,
  tee: TeeFramework,
  { image, args, secrets }: ComparedApp,
  engine: Engine,
  run: number,
): Promise<ResultFiles> {
  const stateDir = mkdtempSync(join(tmpdir(), 'iexec-sim-migrate-'))
  try {
    const ports = Object.fromEntries(Object.keys(profile.ports).map((name) => [name, 0]))
    const network = await startNetwork({ ...defaultConfig(profile), stateDir, ports })
    try {
      await network.offersOpen()
      const { sheet, controlToken } = network
      const requester = new Requester({ sheet, controlToken, stateDir }, engine)
      for (const [number, value] of Object.entries(secrets))
        await requester.sms(tee).pushRequesterSecret(requester.wallet, number, value)
      const tag = encodeTag(['tee', tee])
      const names = Object.fromEntries(Object.keys(secrets).map((number) => [number, number]))
      const request = { image, tag, secrets: names, ...(args === undefined ? {} : { args }) }
      const { taskId } = await requester.match(request, await requester.prepare(image, tag))
      for await (const _seen of requester.follow(taskId));
      const task = await requester.onchainTask(taskId)
      const files =
        task?.status === 'COMPLETED' ? await resultFiles(sheet.gateway, task.results) : undefined
      if (files) return files
      throw new SimError('RUN_WITHOUT_RESULT', { run, taskId, status: task?.status ?? 'UNSET' })
    } finally {
      await network.close()
    }
  } finally {
    rmSync(stateDir, { recursive: true, force: true })
  }
}
