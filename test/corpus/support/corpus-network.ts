import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { interfaces } from '@iexec-sim/chain/client'
import { type PreparedImage, Requester } from '@iexec-sim/client/requester'
import {
  type Address,
  address,
  decodeResultLink,
  encodeTag,
  type Hex,
  type TeeFramework,
} from '@iexec-sim/protocol'
import { defaultConfig, type Network, type NetworkConfig, startNetwork } from '@iexec-sim/stack'
import { GatewayClient } from '@iexec-sim/storage/client'
import type { TaskDetails } from '@iexec-sim/workerpool/client'
import { hexlify, sha256, toUtf8Bytes } from 'ethers'
import { unzipSync } from 'fflate'
import type { CaseFile } from './case-file.ts'
import type { CorpusImages } from './corpus-images.ts'

/** Result of a case's task. */
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

/** A contract without code: it accepts any call. */
const CALLBACK = address('0x0000000000000000000000000000000000000777')

/** A network that cases run in. */
export class CorpusNetwork implements AsyncDisposable {
  readonly #network: Network
  readonly #images: CorpusImages
  readonly #requester: Requester
  readonly #dir: string
  readonly #categories = new Map<number, Promise<bigint>>()
  /** Transactions of one wallet take turns. */
  #turn: Promise<unknown> = Promise.resolve()

  private constructor(network: Network, images: CorpusImages, dir: string) {
    this.#network = network
    this.#images = images
    this.#dir = dir
    const { sheet, controlToken } = network
    this.#requester = new Requester({ sheet, controlToken, stateDir: dir }, images.engine)
  }

  static async start(
    config: Partial<NetworkConfig> & Pick<NetworkConfig, 'profile'>,
    images: CorpusImages,
  ): Promise<CorpusNetwork> {
    const dir = mkdtempSync(join(tmpdir(), 'iexec-sim-corpus-'))
    const { profile } = config
    const ports = Object.fromEntries(Object.keys(profile.ports).map((name) => [name, 0]))
    const all = {
      ...defaultConfig(profile),
      stateDir: dir,
      ports,
      logLevel: 'silent' as const,
      ...config,
    }
    return new CorpusNetwork(await startNetwork(all), images, dir)
  }

  /** Has a case run under a framework, and waits until it is over or nothing can come of it. */
  async run(one: CaseFile, framework: TeeFramework | undefined): Promise<CaseOutcome> {
    const prepared = await this.#images.of(one, framework)
    const { taskId } = await this.#inTurn(() => this.#match(one, framework, prepared))
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

  async #match(one: CaseFile, framework: TeeFramework | undefined, prepared: PreparedImage) {
    const { sheet } = this.#network
    const tag = encodeTag(framework ? `tee,${framework}` : '')
    const gateway = new GatewayClient(sheet.gateway)
    const inputs = await Promise.all(
      (one.inputs ?? []).map(async (input) => {
        if ('url' in input) return input.url
        const { content, suffix = '' } = input
        return `${sheet.gateway}/ipfs/${await gateway.add(toUtf8Bytes(content))}${suffix}`
      }),
    )
    const request = {
      image: prepared.image,
      tag,
      secrets: {},
      args: [...(one.script ? [Buffer.from(one.script).toString('base64')] : []), one.args ?? '']
        .join(' ')
        .trim(),
      ...(inputs.length > 0 ? { params: { iexec_input_files: inputs } } : {}),
      ...(one.seconds === undefined ? {} : { category: await this.#category(one.seconds) }),
      ...(one.trust === undefined ? {} : { trust: BigInt(one.trust) }),
      ...(one.callback ? { callback: CALLBACK } : {}),
      ...(one.dataset === undefined ? {} : { dataset: await this.#dataset(one.dataset, gateway) }),
    }
    return this.#requester.match(request, prepared)
  }

  /** The category of a length, which the hub's owner adds. */
  #category(seconds: number): Promise<bigint> {
    const { wallet, hub } = this.#requester
    const add = async () => {
      const id = await hub.countCategory()
      const category = ['short', 'for the corpus', BigInt(seconds)]
      await hub
        .as(wallet)
        .send(interfaces.hub(), this.#network.sheet.hub, 'createCategory', category)
      return id
    }
    const added = this.#categories.get(seconds) ?? add()
    this.#categories.set(seconds, added)
    return added
  }

  async #dataset(content: string, gateway: GatewayClient): Promise<Address> {
    const bytes = toUtf8Bytes(content)
    const multiaddr = hexlify(toUtf8Bytes(`/ipfs/${await gateway.add(bytes)}`)) as Hex
    const { wallet, hub } = this.#requester
    const dataset = {
      owner: this.#requester.address,
      name: content,
      multiaddr,
      checksum: sha256(bytes) as Hex,
    }
    return (await hub.as(wallet).createDataset(dataset)).address
  }

  async #files(results: Hex): Promise<Record<string, string>> {
    const link = decodeResultLink(results)
    if (link.storage !== 'ipfs') return {}
    const response = await fetch(this.#network.sheet.gateway + link.location)
    const files = unzipSync(new Uint8Array(await response.arrayBuffer()))
    return Object.fromEntries(
      Object.entries(files).map(([name, bytes]) => [name, Buffer.from(bytes).toString()]),
    )
  }

  #inTurn<T>(work: () => Promise<T>): Promise<T> {
    const done = this.#turn.then(work)
    this.#turn = done.catch(() => {})
    return done
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#network.close()
    rmSync(this.#dir, { recursive: true, force: true })
  }
}

const isDisputed = ({ replicates }: TaskDetails): boolean =>
  new Set(replicates.flatMap(({ contributionHash }) => contributionHash ?? [])).size > 1
