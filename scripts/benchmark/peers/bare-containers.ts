import { createRequire } from 'node:module'
import {
  connectEngine,
  dockerfileContext,
  type Engine,
} from '../../../packages/docker/src/index.ts'

/** The used part of dockerode. */
interface BareDocker {
  createContainer(options: {
    Image: string
  }): Promise<Record<'start' | 'wait' | 'remove', () => Promise<unknown>>>
  listImages(options: object): Promise<{ RepoTags: string[] | null }[]>
  getImage(name: string): { remove(options: object): Promise<unknown> }
}

/** Of this process alone: another run may go on, and each removes its own. */
const IMAGE = `iexec-sim/bench-${process.pid}`

/**
 * An app that does nothing but name its result. Outside a task it has nowhere to write, and only
 * ends.
 */
const SCRIPT =
  'if [ -d "$IEXEC_OUT" ]; then echo done > $IEXEC_OUT/result.txt; echo "{\\"deterministic-output-path\\":\\"$IEXEC_OUT/result.txt\\"}" > $IEXEC_OUT/computed.json; fi'

/**
 * The Docker engine as the benchmark uses it, with an image of its own that goes when it is closed.
 */
export class BareContainers implements AsyncDisposable {
  readonly engine: Engine
  readonly image = IMAGE
  readonly #docker: BareDocker

  private constructor(engine: Engine, docker: BareDocker) {
    this.engine = engine
    this.#docker = docker
  }

  static async open(): Promise<BareContainers> {
    const engine = connectEngine({ network: 'bench' })
    const dockerfile = `FROM iexec-sim/base-python\nENTRYPOINT ${JSON.stringify(['/bin/sh', '-c', SCRIPT])}\n`
    await engine.buildImage(dockerfileContext(dockerfile), { tag: IMAGE, labels: {} })
    // The engine package hides its client, rightly; the bare peer wants nothing between itself and
    // the engine.
    const Client = createRequire(new URL('../../../packages/docker/package.json', import.meta.url))(
      'dockerode',
    )
    return new BareContainers(engine, new Client() as BareDocker)
  }

  /** Creates, starts, waits for and removes a container, with no option set. */
  async run(image: string = IMAGE): Promise<void> {
    const container = await this.#docker.createContainer({ Image: image })
    await container.start()
    await container.wait()
    await container.remove()
  }

  async [Symbol.asyncDispose](): Promise<void> {
    for (const { RepoTags } of await this.#docker.listImages({ filters: { reference: [IMAGE] } })) {
      for (const name of RepoTags ?? []) await this.#docker.getImage(name).remove({ force: true })
    }
    await this.engine.close()
  }
}
