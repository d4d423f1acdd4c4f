import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { HubClient, httpRpc, interfaces } from '@iexec-sim/chain/client'
import { Requester } from '@iexec-sim/client/requester'
import { connectEngine, type Engine } from '@iexec-sim/docker'
import {
  bellecour,
  decodeResultLink,
  encodeTag,
  type Hex,
  type ReplicateStatus,
  type ResultLink,
  type TaskId,
} from '@iexec-sim/protocol'
import { defaultConfig, type Network, type NetworkConfig, startNetwork } from '@iexec-sim/stack'
import type { TaskDetails } from '@iexec-sim/workerpool/client'
import { Wallet } from 'ethers'
import { unzipSync } from 'fflate'
import { SCENARIO_IMAGE } from './images.ts'

/** Result of a task. */
export interface Outcome {
  taskId: TaskId
  task: TaskDetails
  onchain: string | undefined
  link: ResultLink
  /** Files of the result archive by name; empty without one. */
  files: Record<string, string>
}

/** Options of a scenario. */
export interface ScenarioOptions {
  tag?: string
  args?: string
  secrets?: Record<string, string>
  /** The category whose tasks may run for a few seconds only. */
  short?: boolean
  image?: string
}

/** Seconds a task of the short category may run. */
const SHORT_CATEGORY_S = 3

/** A network of its own, with the scenario app and a requester. */
export class ScenarioNetwork implements AsyncDisposable {
  readonly network: Network
  readonly engine: Engine
  readonly requester: Requester
  readonly dir: string
  readonly shortCategory: bigint

  private constructor(
    network: Network,
    engine: Engine,
    requester: Requester,
    dir: string,
    shortCategory: bigint,
  ) {
    this.network = network
    this.engine = engine
    this.requester = requester
    this.dir = dir
    this.shortCategory = shortCategory
  }

  static async start(
    overrides: Partial<NetworkConfig> = {},
    dir = mkdtempSync(join(tmpdir(), 'iexec-sim-e2e-')),
  ): Promise<ScenarioNetwork> {
    const ports = Object.fromEntries(Object.keys(bellecour.ports).map((name) => [name, 0]))
    const engine = connectEngine({ network: 'e2e-tools' })
    const network = await startNetwork({
      ...defaultConfig(bellecour),
      stateDir: dir,
      ports,
      ...overrides,
    })
    const requester = new Requester(
      { sheet: network.sheet, controlToken: network.controlToken, stateDir: dir },
      engine,
    )
    return new ScenarioNetwork(network, engine, requester, dir, await shortCategory(network))
  }

  /** Has the scenario app run and waits until the task is over or can't succeed any more. */
  async run(options: ScenarioOptions = {}): Promise<Outcome> {
    const { taskId } = await this.match(options)
    return this.outcome(taskId)
  }

  /** Matches a task and does not wait for it. */
  async match({
    tag = 'tee,scone',
    args = 'ok',
    secrets = {},
    short = false,
    image = SCENARIO_IMAGE,
  }: ScenarioOptions = {}) {
    const request = {
      image,
      tag: encodeTag(tag),
      secrets,
      args,
      ...(short ? { category: this.shortCategory } : {}),
    }
    return this.requester.match(request, await this.requester.prepare(image, request.tag))
  }

  /**
   * Runs a scone task whose deal has these params, beside the storage provider every result needs.
   */
  async runWithParams(params: Record<string, unknown>): Promise<Outcome> {
    const request = { image: SCENARIO_IMAGE, tag: encodeTag('tee,scone'), secrets: {}, params }
    const { taskId } = await this.requester.match(
      request,
      await this.requester.prepare(SCENARIO_IMAGE, request.tag),
    )
    return this.outcome(taskId)
  }

  /** Waits until a replicate of a task has reached a status. */
  async reaches(taskId: TaskId, status: ReplicateStatus): Promise<void> {
    for await (const { replicates } of this.requester.follow(taskId))
      if (replicates.some(({ updates }) => updates.some((update) => update.status === status)))
        return
    throw new Error(`task ${taskId} is over and was never ${status}`)
  }

  /** Waits for a task's end. */
  async outcome(taskId: TaskId): Promise<Outcome> {
    let task: TaskDetails | undefined
    for await (const seen of this.requester.follow(taskId)) task = seen
    const onchain = await this.requester.onchainTask(taskId)
    const link = decodeResultLink(onchain?.results ?? '0x')
    return {
      taskId,
      task: task!,
      onchain: onchain?.status,
      link,
      files: link.storage === 'ipfs' ? await this.download(link.location) : {},
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.network.close()
    await this.engine.close()
    rmSync(this.dir, { recursive: true, force: true })
  }

  async download(location: string): Promise<Record<string, string>> {
    const archive = new Uint8Array(
      await (await fetch(this.network.sheet.gateway + location)).arrayBuffer(),
    )
    return Object.fromEntries(
      Object.entries(unzipSync(archive)).map(([name, bytes]) => [
        name,
        Buffer.from(bytes).toString('utf8'),
      ]),
    )
  }
}

/**
 * The hub's owner adds a category of a few seconds; one that an earlier start of the same network
 * added is found again.
 */
async function shortCategory({ sheet }: Network): Promise<bigint> {
  const hub = new HubClient({ rpc: httpRpc(sheet.rpc), hub: sheet.hub })
  const next = await hub.countCategory()
  for (let id = 5n; id < next; id++)
    if ((await hub.viewCategory(id))?.workClockTimeRef === BigInt(SHORT_CATEGORY_S)) return id
  const owner = new Wallet(sheet.accounts[0]!.privateKey as Hex)
  await hub
    .as(owner)
    .send(interfaces.hub(), sheet.hub, 'createCategory', [
      'short',
      'for tests',
      BigInt(SHORT_CATEGORY_S),
    ])
  return next
}

/** Cause of the first replicate that failed. */
export const causeOf = ({ task }: Outcome): string | undefined =>
  task.replicates[0]?.updates.find(({ cause }) => cause)?.cause
/** Why the first replicate failed, beyond the real network's causes. */
export const reasonOf = ({ task }: Outcome): string | undefined =>
  task.replicates[0]?.diagnosis?.reason
/** Statuses of the task, in order. */
export const statusesOf = ({ task }: Outcome): string[] => task.statuses.map(({ status }) => status)
