import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { connectEngine, type Engine, packFolder } from '@iexec-sim/engine'
import {
  type Address,
  address,
  decodeResultLink,
  encodeTag,
  type Hex,
  type Profile,
  type TeeFramework,
} from '@iexec-sim/protocol'
import { defaultConfig, type Network, type PreparedImage, Requester, startNetwork } from '@iexec-sim/stack'
import { GatewayClient } from '@iexec-sim/storage/client'
import type { TaskDetails } from '@iexec-sim/workerpool/client'
import { hexlify, sha256, toUtf8Bytes } from 'ethers'
import { unzipSync } from 'fflate'
import type { CaseFile } from './case-file.ts'

/** What became of a case's task. */
export interface CaseOutcome {
  task: TaskDetails
  /** Status on chain. */
  status: string
  cause: string | undefined
  reason: string | undefined
  notes: string[]
  files: Record<string, string>
  callback: string
  /** Whether workers contributed different results. */
  isDisputed: boolean
}

/** A contract without code: it takes whatever it is called with. */
const CALLBACK = address('0x0000000000000000000000000000000000000777')

/** One network for all cases of one kind of place. */
export class CorpusNetwork implements AsyncDisposable {
  readonly #network: Network
  readonly #engine: Engine
  readonly #requester: Requester
  readonly #dir: string
  /** Transactions of one wallet and preparations of one image take turns. */
  #turn: Promise<unknown> = Promise.resolve()
  readonly #prepared = new Map<string, PreparedImage>()

  private constructor(network: Network, engine: Engine, dir: string) {
    this.#network = network
    this.#engine = engine
    this.#dir = dir
    this.#requester = new Requester({ sheet: network.sheet, controlToken: network.controlToken, stateDir: dir }, engine)
  }

  static async start(profile: Profile, options: { harden?: boolean; workers?: number } = {}): Promise<CorpusNetwork> {
    const dir = mkdtempSync(join(tmpdir(), 'iexec-sim-corpus-'))
    const ports = Object.fromEntries(Object.keys(profile.ports).map((name) => [name, 0]))
    const config = { ...defaultConfig(profile), stateDir: dir, ports, logLevel: 'silent' as const, ...options }
    return new CorpusNetwork(await startNetwork(config), connectEngine({ network: 'corpus-tools' }), dir)
  }

  /** Has a case run under a framework, and waits until it is over or nothing can come of it. */
  async run(one: CaseFile, framework: TeeFramework | undefined): Promise<CaseOutcome> {
    const { taskId } = await this.#inTurn(() => this.#match(one, framework))
    let task: TaskDetails | undefined
    for await (const seen of this.#requester.follow(taskId)) {
      task = seen
      // A dispute lasts until the task's deadline; that there is one is known before.
      if (one.expect.disagree && isDisputed(seen)) break
    }
    const onchain = await this.#requester.onchainTask(taskId)
    const failed = task!.replicates.find(({ updates }) => updates.some(({ cause }) => cause))
    return {
      task: task!,
      status: onchain?.status ?? 'UNSET',
      cause: failed?.updates.find(({ cause }) => cause)?.cause,
      reason: failed?.diagnosis?.reason ?? task!.diagnosis?.reason,
      notes: task!.replicates.flatMap(({ diagnosis }) => diagnosis?.notes ?? []),
      files: await this.#files(onchain?.results ?? '0x'),
      callback: onchain?.resultsCallback ?? '0x',
      isDisputed: isDisputed(task!),
    }
  }

  async #match(one: CaseFile, framework: TeeFramework | undefined) {
    const { sheet } = this.#network
    const tag = encodeTag(framework ? `tee,${framework}` : '')
    const gateway = new GatewayClient(sheet.gateway)
    const inputs = await Promise.all(
      (one.inputs ?? []).map(
        async ({ content, suffix = '' }) => `${sheet.gateway}/ipfs/${await gateway.add(toUtf8Bytes(content))}${suffix}`,
      ),
    )
    const image = await this.#image(one)
    const request = {
      image,
      tag,
      secrets: {},
      args: [...(one.script ? [Buffer.from(one.script).toString('base64')] : []), one.args ?? ''].join(' ').trim(),
      ...(inputs.length > 0 ? { params: { iexec_input_files: inputs } } : {}),
      ...(one.trust === undefined ? {} : { trust: BigInt(one.trust) }),
      ...(one.callback ? { callback: CALLBACK } : {}),
      ...(one.dataset === undefined ? {} : { dataset: await this.#dataset(one.dataset, gateway) }),
    }
    return this.#requester.match(request, await this.#prepare(image, framework, tag))
  }

  async #image(one: CaseFile): Promise<string> {
    const own = !one.script && !one.argv
    const folder = own ? one.dir : join(one.dir, '../support', one.script ? 'script-app' : 'argv-app')
    const tag = own ? `iexec-sim-test/corpus-${one.name}` : `iexec-sim-test/corpus-${one.script ? 'script' : 'argv'}`
    if (!this.#prepared.has(tag)) await this.#engine.buildImage(packFolder(folder), { tag })
    return tag
  }

  async #prepare(image: string, framework: TeeFramework | undefined, tag: Hex): Promise<PreparedImage> {
    const key = `${image} ${framework ?? ''}`
    const prepared = this.#prepared.get(key) ?? (await this.#requester.prepare(image, tag))
    this.#prepared.set(key, prepared).set(image, prepared)
    return prepared
  }

  async #dataset(content: string, gateway: GatewayClient): Promise<Address> {
    const bytes = toUtf8Bytes(content)
    const multiaddr = hexlify(toUtf8Bytes(`/ipfs/${await gateway.add(bytes)}`)) as Hex
    const { wallet, hub } = this.#requester
    const dataset = { owner: this.#requester.address, name: content, multiaddr, checksum: sha256(bytes) as Hex }
    return (await hub.as(wallet).createDataset(dataset)).address
  }

  async #files(results: Hex): Promise<Record<string, string>> {
    const link = decodeResultLink(results)
    if (link.storage !== 'ipfs') return {}
    const response = await fetch(this.#network.sheet.gateway + link.location)
    const files = unzipSync(new Uint8Array(await response.arrayBuffer()))
    return Object.fromEntries(Object.entries(files).map(([name, bytes]) => [name, Buffer.from(bytes).toString()]))
  }

  #inTurn<T>(work: () => Promise<T>): Promise<T> {
    const done = this.#turn.then(work)
    this.#turn = done.catch(() => {})
    return done
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#network.close()
    await this.#engine.close()
    rmSync(this.#dir, { recursive: true, force: true })
  }
}

const isDisputed = ({ replicates }: TaskDetails): boolean =>
  new Set(replicates.flatMap(({ contributionHash }) => contributionHash ?? [])).size > 1
