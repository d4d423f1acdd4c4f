/** Bytes as they are once something is taken out or decoded, and where each of them comes from. */
export interface View {
  /** The bytes. */
  bytes: Buffer
  /** Place of each byte in the original. */
  from: Uint32Array
}

/** Bytes as all secrets are looked for in them: made once, as it costs more than to search them. */
export interface Decoded {
  /** With percent signs decoded; absent where there is none. */
  url: View | undefined
  /** With the escapes of JSON decoded; absent where there is none. */
  json: View | undefined
  /** Without white space; absent where no line ends. */
  whole: View | undefined
}

/** The views of bytes. */
export const decoded = (bytes: Buffer): Decoded => ({
  url: percentDecoded(bytes),
  json: jsonDecoded(bytes),
  whole: unsplit(bytes),
})

const PERCENT = 0x25
const BACKSLASH = 0x5c
const LETTER_U = 0x75

/** The bytes without white space, in which a text that was split over lines is whole again. */
function unsplit(bytes: Buffer): View | undefined {
  if (!bytes.includes(10) && !bytes.includes(13)) return undefined
  const view = new Writer(bytes.length)
  for (let at = 0; at < bytes.length; at++) {
    const byte = bytes[at]!
    if (!isSpace(byte)) view.put(byte, at)
  }
  return view.done()
}

/** The bytes with `%41` and the like decoded; `undefined` where there is none. */
function percentDecoded(bytes: Buffer): View | undefined {
  if (!bytes.includes(PERCENT)) return undefined
  const view = new Writer(bytes.length)
  for (let at = 0; at < bytes.length; at++) {
    const byte = bytes[at]!
    const code = byte === PERCENT ? hexAt(bytes, at + 1, 2) : NONE
    view.put(code === NONE ? byte : code, at)
    if (code !== NONE) at += 2
  }
  return view.done()
}

/** The bytes with the escapes of JSON decoded; `undefined` where there is none. */
function jsonDecoded(bytes: Buffer): View | undefined {
  if (!bytes.includes(BACKSLASH)) return undefined
  const view = new Writer(bytes.length)
  for (let at = 0; at < bytes.length; at++) {
    const byte = bytes[at]!
    const next = byte === BACKSLASH ? (bytes[at + 1] ?? 0) : 0
    const unit = next === LETTER_U ? unitAt(bytes, at) : NONE
    if (unit !== NONE) {
      const low = unit >= 0xd800 && unit <= 0xdbff ? unitAt(bytes, at + 6) : NONE
      const units = low === NONE ? [unit] : [unit, low]
      for (const one of Buffer.from(String.fromCharCode(...units), 'utf8')) view.put(one, at)
      at += 6 * units.length - 1
    } else if (SIMPLE[next] !== 0) {
      view.put(SIMPLE[next]!, at)
      at += 1
    } else view.put(byte, at)
  }
  return view.done()
}

/** The bytes without white space of ASCII, which may stand where a text is split. */
export const withoutSpace = (bytes: Buffer): Buffer =>
  bytes.filter((byte) => !isSpace(byte)) as Buffer

const isSpace = (byte: number): boolean => byte === 32 || (byte >= 9 && byte <= 13)

/** What stands for the byte after a backslash; 0 for no escape. */
const SIMPLE = new Uint8Array(256)
for (const [letter, meant] of Object.entries({
  '"': '"',
  '\\': '\\',
  '/': '/',
  b: '\b',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
}))
  SIMPLE[letter.charCodeAt(0)] = meant.charCodeAt(0)

/** No number stands there. */
const NONE = -1

/** A UTF-16 unit written as a backslash, `u` and four digits. */
const unitAt = (bytes: Buffer, at: number): number =>
  bytes[at] === BACKSLASH && bytes[at + 1] === LETTER_U ? hexAt(bytes, at + 2, 4) : NONE

function hexAt(bytes: Buffer, at: number, digits: number): number {
  let value = 0
  for (let i = at; i < at + digits; i++) {
    const digit = digitOf(bytes[i] ?? 0)
    if (digit === NONE) return NONE
    value = value * 16 + digit
  }
  return value
}

function digitOf(byte: number): number {
  if (byte >= 0x30 && byte <= 0x39) return byte - 0x30
  const letter = byte | 0x20
  return letter >= 0x61 && letter <= 0x66 ? letter - 0x57 : NONE
}

/** Writes a view. No byte of the original becomes more than one. */
class Writer {
  readonly #bytes: Buffer
  readonly #from: Uint32Array
  #size = 0

  constructor(most: number) {
    this.#bytes = Buffer.allocUnsafe(most)
    this.#from = new Uint32Array(most)
  }

  put(byte: number, at: number): void {
    this.#bytes[this.#size] = byte
    this.#from[this.#size] = at
    this.#size += 1
  }

  done(): View {
    return { bytes: this.#bytes.subarray(0, this.#size), from: this.#from }
  }
}
