import type { Clock } from '@iexec-sim/base'
import type { StandInCall } from '@iexec-sim/client'

/** Calls that are kept; the oldest go first. */
const MAX_CALLS = 500
/** Characters of all kept calls together. */
const MAX_CHARACTERS = 4 * 1024 ** 2

/** The calls that tasks made to the built-in stand-ins, oldest first. Kept in memory alone. */
export class CallBook {
  readonly #clock: Clock
  readonly #calls: { call: StandInCall; characters: number }[] = []
  #characters = 0

  constructor(clock: Clock) {
    this.#clock = clock
  }

  /** Adds a call that a stand-in reported. */
  add(reported: Omit<StandInCall, 'at'>): void {
    const call = { at: new Date(this.#clock.now()).toISOString(), ...reported }
    const characters = JSON.stringify(call).length
    this.#calls.push({ call, characters })
    this.#characters += characters
    while (this.#calls.length > MAX_CALLS || this.#characters > MAX_CHARACTERS)
      this.#characters -= this.#calls.shift()!.characters
  }

  /** The kept calls to a host. */
  of(host: string): StandInCall[] {
    return this.#calls.filter(({ call }) => call.host === host).map(({ call }) => call)
  }

  /** Forgets all calls. */
  clear(): void {
    this.#calls.length = 0
    this.#characters = 0
  }
}
