/** Names for addresses, ids and hashes, so that events of two chains read the same. */
export class Names {
  readonly #names = new Map<string, string>()
  readonly #counts = new Map<string, number>()

  /** Gives a value a name; one with a name keeps it. */
  give(value: string, name: string): void {
    const key = keyOf(value)
    if (!this.#names.has(key)) this.#names.set(key, name)
  }

  /** Gives a value the next name of a kind: `deal 1`, `deal 2`. */
  giveNext(value: string, kind: string): string {
    const known = this.of(value)
    if (known) return known
    const count = (this.#counts.get(kind) ?? 0) + 1
    this.#counts.set(kind, count)
    this.give(value, `${kind} ${count}`)
    return `${kind} ${count}`
  }

  of(value: string): string | undefined {
    return this.#names.get(keyOf(value))
  }

  /**
   * A value of an event or an error in these names. Ids without a name become `id`, since no two
   * chains share them.
   */
  tell(value: unknown): string {
    if (typeof value === 'bigint') return this.#tellNumber(value)
    if (typeof value === 'object' && value !== null)
      return `(${[...(value as unknown[])].map((v) => this.tell(v)).join(', ')})`
    const text = String(value)
    const name = this.of(text)
    if (name) return name
    if (/^0x0{64}$/.test(text)) return '0'
    return /^0x[0-9a-f]{64}$/i.test(text) || /^0x([0-9a-f]{2}){64,65}$/i.test(text) ? 'id' : text
  }

  /** A text with every address and every number of a token in it replaced by its name. */
  replaceIn(text: string): string {
    return text
      .replace(/0x[0-9a-fA-F]{40}(?![0-9a-fA-F])/g, (address) => this.of(address) ?? address)
      .replace(/\b\d{31,}\b/g, (number) => this.#tellNumber(BigInt(number)))
  }

  /** Tokens of a registry are numbered by the address of their asset. */
  #tellNumber(value: bigint): string {
    if (value < 2n ** 100n) return value.toString()
    return this.of(`0x${value.toString(16).padStart(40, '0')}`) ?? 'id'
  }
}

const keyOf = (value: string) => value.toLowerCase()
