/** A change as the explorer's feed tells it. */
interface Change {
  topic: string
  id?: string
}

/** The explorer's feed of changes, read as a page reads it. */
export class Feed {
  readonly #stop = new AbortController()
  readonly #waiting = new Map<string, (change: Change) => void>()

  /** Connects to the explorer at a URL. */
  static async open(url: string): Promise<Feed> {
    const feed = new Feed()
    const response = await fetch(`${url}/api/feed`, { signal: feed.#stop.signal })
    void feed.#read(response.body!).catch(() => {})
    return feed
  }

  /** The next change of a topic. */
  next(topic: string): Promise<Change> {
    return new Promise((resolve) => this.#waiting.set(topic, resolve))
  }

  close(): void {
    this.#stop.abort()
  }

  async #read(body: ReadableStream<Uint8Array>): Promise<void> {
    let rest = ''
    for await (const text of body.pipeThrough(new TextDecoderStream())) {
      const events = (rest + text).split('\n\n')
      rest = events.pop()!
      for (const event of events) if (event.startsWith('data: ')) this.#told(event.slice(6))
    }
  }

  #told(text: string): void {
    const change = JSON.parse(text) as Change
    this.#waiting.get(change.topic)?.(change)
    this.#waiting.delete(change.topic)
  }
}
