import type { RunningNetwork } from '../../packages/client/src/index.ts'
import { Requester, resultFiles } from '../../packages/client/src/requester/index.ts'
import type { Engine } from '../../packages/docker/src/index.ts'
import { encodeTag, type TaskId, type TeeFramework } from '../../packages/protocol/src/index.ts'

/** Kinds of tasks: without an enclave, or under a TEE framework. */
export const KINDS = ['standard', 'scone', 'gramine', 'tdx'] as const
/** Kind of a task. */
export type Kind = 'standard' | TeeFramework

type Request = Parameters<Requester['match']>[0]
type Prepared = Awaited<ReturnType<Requester['prepare']>>

/** A requester whose app is on the chain already. */
export class Client {
  readonly requester: Requester
  /** The image that containers of the task run, the framework's variant of it. */
  readonly image: string
  readonly #network: RunningNetwork
  readonly #request: Request
  readonly #prepared: Prepared

  private constructor(
    network: RunningNetwork,
    requester: Requester,
    request: Request,
    prepared: Prepared,
  ) {
    this.#network = network
    this.requester = requester
    this.image = prepared.image
    this.#request = request
    this.#prepared = prepared
  }

  /** Prepares an image for a kind of task and puts its app on the chain. */
  static async prepare(
    network: RunningNetwork,
    engine: Engine,
    image: string,
    kind: Kind,
  ): Promise<Client> {
    const requester = new Requester(network, engine)
    const tag = encodeTag(kind === 'standard' ? '' : ['tee', kind])
    const prepared = await requester.prepare(image, tag)
    await requester.deployApp(prepared)
    return new Client(network, requester, { image, tag, secrets: {} }, prepared)
  }

  /** Runs a task, from its match until its result is downloaded. */
  async run(): Promise<TaskId> {
    const { taskId } = await this.requester.match(this.#request, this.#prepared)
    for await (const _ of this.requester.follow(taskId)) {
      // every change is waited for; the last one ends the loop
    }
    const task = await this.requester.onchainTask(taskId)
    if (task?.status !== 'COMPLETED')
      throw new Error(`Task ${taskId} is ${task?.status ?? 'unknown'}, not COMPLETED.`)
    await resultFiles(this.#network.sheet.gateway, task.results)
    return taskId
  }

  /** Signs the orders of tasks that are to be matched later. */
  async order(count: number) {
    const runs = []
    for (let i = 0; i < count; i++)
      runs.push(await this.requester.order(this.#request, this.#prepared))
    return runs
  }
}
