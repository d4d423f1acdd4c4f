/**
 * UTF-8 takes at most four bytes for a code point, and a code point is at least one UTF-16 unit.
 */
const BYTES_PER_CHARACTER = 4

/**
 * Keeps the last characters of a byte stream in a ring that never grows past its bound, and counts
 * everything.
 */
export class Tail {
  readonly #capacity: number
  readonly #characters: number
  #ring = Buffer.alloc(4_096)
  #used = 0
  #next = 0
  #total = 0

  /** @param characters How many characters (UTF-16 units, as Java and JavaScript count) to keep. */
  constructor(characters: number) {
    this.#characters = characters
    this.#capacity = Math.max(characters * BYTES_PER_CHARACTER, 4_096)
  }

  /** Bytes seen so far, kept or not. */
  get total(): number {
    return this.#total
  }

  /** Takes the next bytes of the stream. */
  push(bytes: Buffer): void {
    this.#total += bytes.length
    this.#grow(this.#used + bytes.length)
    const size = this.#ring.length
    const kept = bytes.length > size ? bytes.subarray(bytes.length - size) : bytes
    const head = Math.min(kept.length, size - this.#next)
    kept.copy(this.#ring, this.#next, 0, head)
    kept.copy(this.#ring, 0, head)
    this.#next = (this.#next + kept.length) % size
    this.#used = Math.min(size, this.#used + kept.length)
  }

  /** The last characters; a character cut at the start is left out. */
  toString(): string {
    const start = (this.#next - this.#used + this.#ring.length) % this.#ring.length
    const bytes = Buffer.concat([
      this.#ring.subarray(start),
      this.#ring.subarray(0, start),
    ]).subarray(0, this.#used)
    let first = 0
    while (this.#total > this.#used && first < 3 && ((bytes[first] ?? 0) & 0xc0) === 0x80) first++
    return bytes.toString('utf8', first).slice(-this.#characters)
  }

  /** Doubles the ring up to its bound, so that a task that prints little costs little. */
  #grow(wanted: number): void {
    if (wanted <= this.#ring.length || this.#ring.length >= this.#capacity) return
    let size = this.#ring.length
    while (size < wanted && size < this.#capacity) size = Math.min(size * 2, this.#capacity)
    const ring = Buffer.alloc(size)
    this.#ring.copy(ring, 0, 0, this.#used) // a ring that can still grow has never wrapped
    this.#next = this.#used
    this.#ring = ring
  }
}
