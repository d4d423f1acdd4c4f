import { parseDuration, SimError } from '@iexec-sim/base'
import { askControl, type RunningNetwork } from '@iexec-sim/client'

/** Milliseconds, or a text such as `90s`, `50m`, `3h`, `7d`. */
export type Duration = number | string

/** The one clock of a network: deadlines, orders and timers follow it. */
export class NetworkTime {
  readonly #network: RunningNetwork

  constructor(network: RunningNetwork) {
    this.#network = network
  }

  /** Current time. */
  now(): Promise<Date> {
    return this.#tell({ advanceMs: 0 })
  }

  /** Moves it forward. Throws `BAD_DURATION`. */
  advance(by: Duration): Promise<Date> {
    return this.#tell({ advanceMs: milliseconds(by) })
  }

  /** Moves it to a moment to come. Throws `REFUSED` for one in the past. */
  set(moment: Date): Promise<Date> {
    return this.#tell({ setMs: moment.getTime() })
  }

  /** Stops it; it still can be moved. */
  freeze(): Promise<Date> {
    return this.#tell({ freeze: true })
  }

  /** Lets it run on from where it stands. */
  resume(): Promise<Date> {
    return this.#tell({ freeze: false })
  }

  async #tell(body: object): Promise<Date> {
    const answer = await askControl(this.#network, 'POST', '/time', { body })
    return new Date(((await answer.json()) as { now: string }).now)
  }
}

function milliseconds(duration: Duration): number {
  const ms = typeof duration === 'number' ? duration : parseDuration(duration)
  if (ms === undefined || !(ms >= 0))
    throw new SimError('BAD_DURATION', { value: String(duration) })
  return ms
}
