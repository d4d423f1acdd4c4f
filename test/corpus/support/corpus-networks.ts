import type { TeeFramework } from '@iexec-sim/protocol'
import type { NetworkConfig } from '@iexec-sim/stack'
import type { CaseFile, Expected } from './case-file.ts'
import { CorpusImages } from './corpus-images.ts'
import { type CaseOutcome, CorpusNetwork } from './corpus-network.ts'

/** One of the networks that cases are spread over. */
interface Member {
  config: Partial<NetworkConfig> & Pick<NetworkConfig, 'profile' | 'workers'>
  network?: Promise<CorpusNetwork>
  /** Cases that it has now, those that wait among them. */
  load: number
  /** Cases that wait for it: what is matched early only comes closer to its deadline. */
  waiting: (() => void)[]
}

/**
 * Networks by kind of place. A case goes to the one that has least to do; each starts with its
 * first case. Several small ones are quicker than a large one: a task that fails is given to every
 * worker of its network, and the transactions of one wallet take turns.
 */
export class CorpusNetworks<Kind extends string> implements AsyncDisposable {
  readonly #images = new CorpusImages()
  readonly #members: Record<Kind, Member[]>

  constructor(configs: Record<Kind, Member['config'][]>) {
    const members = Object.entries<Member['config'][]>(configs).map(
      ([kind, ones]) => [kind, ones.map((config) => ({ config, load: 0, waiting: [] }))] as const,
    )
    this.#members = Object.fromEntries(members) as unknown as Record<Kind, Member[]>
  }

  /** Has a case run in a network of a kind. */
  async run(
    kind: Kind,
    one: CaseFile,
    framework: TeeFramework | undefined,
    wanted: Expected,
  ): Promise<CaseOutcome> {
    const member = this.#members[kind]
      .filter(({ config: { workers } }) =>
        wanted.cause ? workers === 1 : workers >= (one.trust ?? 1),
      )
      .sort((a, b) => a.load / a.config.workers - b.load / b.config.workers)[0]
    if (!member)
      throw new Error(`No network of kind "${kind}" has enough workers for the case ${one.name}`)
    if (member.load++ > member.config.workers)
      await new Promise<void>((resolve) => member.waiting.push(resolve))
    try {
      member.network ??= CorpusNetwork.start(member.config, this.#images)
      return await (await member.network).run(one, framework)
    } finally {
      member.load--
      member.waiting.shift()?.()
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    const started = Object.values<Member[]>(this.#members).flatMap((members) =>
      members.flatMap(({ network }) => network ?? []),
    )
    await Promise.all(started.map(async (network) => (await network)[Symbol.asyncDispose]()))
    await this.#images[Symbol.asyncDispose]()
  }
}
