import { type LeakEncoding, SHORTEST_CANARY } from '@iexec-sim/timeline'
import { type Needle, needlesOf } from './needles.ts'
import { type Decoded, decoded, type View, withoutSpace } from './views.ts'

/** Where a value was found, and how it was written there. */
export interface Match {
  /** How it was written. */
  encoding: LeakEncoding
  /** Bytes before it. */
  offset: number
}

/** Looks for one value in bytes, as it is and in its common encodings. */
export class SecretFinder {
  readonly #needles: readonly Needle[]
  readonly #plain: Needle

  constructor(value: string) {
    this.#needles = needlesOf(value)
    this.#plain = this.#needles[0]!
  }

  /** Bytes that the longest form of the value may take. */
  get longest(): number {
    // Six for one in JSON; and as many again of white space between them.
    return this.#plain.bytes.length * 12 + 64
  }

  /** The first place of each encoding that occurs. `views` are those of the bytes. */
  find(bytes: Buffer, views: Decoded = decoded(bytes)): Match[] {
    const found = new Map<LeakEncoding, number>()
    const keep = (encoding: LeakEncoding, offset: number) => {
      if (offset >= 0 && offset < (found.get(encoding) ?? Number.MAX_SAFE_INTEGER))
        found.set(encoding, offset)
    }
    for (const needle of this.#needles) keep(needle.encoding, bytes.indexOf(needle.bytes))
    const { url, json, whole } = views
    if (url) keep('url', changedIn(url, bytes, this.#plain.bytes))
    if (json) keep('json', changedIn(json, bytes, this.#plain.bytes))
    if (whole)
      for (const { encoding, bytes: needle } of this.#needles)
        keep(
          encoding === 'plain' ? 'split over lines' : encoding,
          changedIn(whole, bytes, needle, withoutSpace(needle)),
        )
    return [...found].map(([encoding, offset]) => ({ encoding, offset }))
  }
}

/**
 * First place of a needle in a view of bytes that differs there from the bytes themselves; -1 for
 * none. What is unchanged is found in the bytes.
 */
function changedIn(view: View, original: Buffer, needle: Buffer, shown = needle): number {
  if (shown.length < SHORTEST_CANARY) return -1
  let at = view.bytes.indexOf(shown)
  while (at >= 0) {
    const offset = view.from[at]!
    if (!original.subarray(offset, offset + needle.length).equals(needle)) return offset
    at = view.bytes.indexOf(shown, at + 1)
  }
  return -1
}
