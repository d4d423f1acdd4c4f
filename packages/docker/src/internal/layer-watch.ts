import type Docker from 'dockerode'

/** Milliseconds between two looks at the size of a running container's own layer. */
const INTERVAL_MS = 2_000

/**
 * Bounds a container's own layer. Engines bound one only on some file systems, and a bounded `/tmp`
 * in memory would hide what the image has there; so its size is asked for from time to time.
 */
export class LayerWatch implements Disposable {
  readonly #container: Docker.Container
  readonly #layerBytes: number
  readonly #onFull: () => void
  readonly #timer: NodeJS.Timeout
  #isAsking = false
  #isFull = false

  /** `onFull` is called once, when the layer has grown above `layerBytes` bytes. */
  constructor(container: Docker.Container, layerBytes: number, onFull: () => void) {
    this.#container = container
    this.#layerBytes = layerBytes
    this.#onFull = onFull
    this.#timer = setInterval(() => void this.#look(), INTERVAL_MS)
  }

  /** Whether the layer has grown above its bound. */
  get isFull(): boolean {
    return this.#isFull
  }

  async #look(): Promise<void> {
    if (this.#isAsking || this.#isFull) return
    this.#isAsking = true
    // The client's types know of no options here.
    const container = this.#container as unknown as {
      inspect(options: object): Promise<{ SizeRw?: number }>
    }
    const found: { SizeRw?: number } = await container.inspect({ size: true }).catch(() => ({}))
    this.#isAsking = false
    if ((found.SizeRw ?? 0) <= this.#layerBytes) return
    this.#isFull = true
    this.#onFull()
  }

  [Symbol.dispose](): void {
    clearInterval(this.#timer)
  }
}
