import { IncomingMessage } from 'node:http'
import type Docker from 'dockerode'
import { NoAnswer } from './no-answer.ts'

/** Milliseconds an engine has to begin its answer to a call. */
const CALL_TIMEOUT_MS = 60_000

/** Calls whose answer begins when their work is done, and how much longer that may take. */
const LONGER: readonly [RegExp, number][] = [
  [/^PUT \/containers\/[^/]+\/archive\b/, 10],
  [/^POST \/build\b/, 10],
  // Its caller has a bound of its own: that of the task.
  [/^POST \/images\/create\b/, Number.POSITIVE_INFINITY],
]

/** Streams that may be silent for as long as a container runs, or have a bound of their own. */
const SILENT = /^POST \/(containers\/[^/]+\/(attach|wait)|images\/create)\b/

interface DialOptions {
  path: string
  method: string
  isStream?: boolean
  abortSignal?: AbortSignal
}

type Answered = (error: unknown, answer?: unknown) => void

/**
 * Bounds every call of one client to its engine: a call that is not answered in time fails with
 * {@link NoAnswer} and its connection is given up. The client library itself would wait forever on
 * an engine that hangs, and on an answer that breaks off. A stream counts as answered when it
 * begins; after that it may not be silent for as long again.
 */
export class DialBounds {
  readonly #timeoutMs: number
  readonly #pending = new Set<() => void>()
  /** Ends a stream that is being read. */
  readonly #streams = new Set<() => void>()
  /** Deadline of the last call, by the process's own clock. */
  #end = Number.POSITIVE_INFINITY

  constructor(timeoutMs = CALL_TIMEOUT_MS) {
    this.#timeoutMs = timeoutMs
  }

  /** Puts the bounds around a client's calls. */
  guard({ modem }: Docker): void {
    const client = modem as unknown as { dial(options: DialOptions, answered: Answered): void }
    const dial = client.dial.bind(client)
    client.dial = (options, answered) => this.#dial(dial, options, answered)
  }

  /**
   * From now on nothing is waited for longer than `milliseconds`: calls and streams that are under
   * way end then.
   */
  endWithin(milliseconds: number): void {
    this.#end = Math.min(this.#end, performance.now() + milliseconds)
    const timer = setTimeout(() => {
      for (const end of [...this.#pending, ...this.#streams]) end()
    }, milliseconds)
    timer.unref()
  }

  #dial(
    dial: (options: DialOptions, answered: Answered) => void,
    options: DialOptions,
    answered: Answered,
  ): void {
    const left = Math.max(0, this.#end - performance.now())
    const call = `${options.method} ${options.path}`
    const times = LONGER.find(([pattern]) => pattern.test(call))?.[1] ?? 1
    const milliseconds = Math.min(this.#timeoutMs * times, left)
    const aborting = new AbortController()
    const signals = options.abortSignal ? [options.abortSignal, aborting.signal] : [aborting.signal]
    let isOver = false
    const answer: Answered = (error, value) => {
      if (isOver) return
      isOver = true
      clearTimeout(timer)
      this.#pending.delete(giveUp)
      if (value instanceof IncomingMessage)
        this.#follow(value, SILENT.test(call) ? 0 : milliseconds, aborting)
      answered(error, value)
    }
    const giveUp = () => {
      answer(new NoAnswer(milliseconds))
      aborting.abort()
    }
    const timer = Number.isFinite(milliseconds) ? setTimeout(giveUp, milliseconds) : undefined
    this.#pending.add(giveUp)
    dial({ ...options, abortSignal: AbortSignal.any(signals) }, answer)
  }

  /** `milliseconds`: how long the stream may be silent, 0 for any time. */
  #follow(stream: IncomingMessage, milliseconds: number, aborting: AbortController): void {
    const end = () => aborting.abort()
    this.#streams.add(end)
    stream.once('close', () => this.#streams.delete(end))
    if (milliseconds > 0)
      stream.setTimeout(milliseconds, () => stream.destroy(new NoAnswer(milliseconds)))
  }
}
