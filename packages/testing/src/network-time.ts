import { SimError } from '@iexec-sim/protocol'
import { askControl, type RunningNetwork } from '@iexec-sim/stack/client'

/** Milliseconds, or a text such as `90s`, `50m`, `3h`, `7d`. */
export type Duration = number | string

const UNITS_MS: Record<string, number> = { ms: 1, s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000 }

/** The one clock of a network: deadlines, orders and timers follow it. */
export class NetworkTime {
  readonly #network: RunningNetwork

  constructor(network: RunningNetwork) {
    this.#network = network
  }

  /** What it shows. */
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
  if (typeof duration === 'number' && duration >= 0) return duration
  const [, number, unit] = /^(\d+(?:\.\d+)?)(ms|s|m|h|d)$/.exec(String(duration)) ?? []
  if (!number || !unit) throw new SimError('BAD_DURATION', { value: String(duration) })
  return Math.round(Number(number) * UNITS_MS[unit]!)
}
