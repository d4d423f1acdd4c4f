/** Bytes as they are once something is taken out or decoded, and where each of them comes from. */
export interface View {
  /** The bytes. */
  bytes: Buffer
  /** Place of each byte in the original; one more entry for the end. */
  from: Uint32Array
}

/** The bytes without white space, in which a text that was split over lines is whole again. */
export function unsplit(bytes: Buffer): View | undefined {
  if (!bytes.includes(10) && !bytes.includes(13)) return undefined
  return made(bytes, (at, put) => {
    if (!isSpace(bytes[at]!)) put(bytes[at]!)
    return at + 1
  })
}

/** The bytes with `%41` and the like decoded. */
export function percentDecoded(bytes: Buffer): View | undefined {
  if (!bytes.includes(PERCENT)) return undefined
  return made(bytes, (at, put) => {
    const code = bytes[at] === PERCENT ? hexAt(bytes, at + 1, 2) : undefined
    put(code ?? bytes[at]!)
    return at + (code === undefined ? 1 : 3)
  })
}

/** The bytes with the escapes of JSON decoded. */
export function jsonDecoded(bytes: Buffer): View | undefined {
  if (!bytes.includes(BACKSLASH)) return undefined
  return made(bytes, (at, put) => {
    if (bytes[at] !== BACKSLASH) return plain(bytes, at, put)
    const simple = SIMPLE[String.fromCharCode(bytes[at + 1] ?? 0)]
    if (simple !== undefined) {
      put(simple.charCodeAt(0))
      return at + 2
    }
    const unit = unitAt(bytes, at)
    if (unit === undefined) return plain(bytes, at, put)
    const low = isHigh(unit) ? unitAt(bytes, at + 6) : undefined
    const units = low === undefined ? [unit] : [unit, low]
    for (const byte of Buffer.from(String.fromCharCode(...units), 'utf8')) put(byte)
    return at + 6 * units.length
  })
}

/** White space of ASCII, which may stand where a text is split. */
export const withoutSpace = (bytes: Buffer): Buffer =>
  bytes.filter((byte) => !isSpace(byte)) as Buffer

const PERCENT = 0x25
const BACKSLASH = 0x5c
const SIMPLE: Readonly<Record<string, string>> = {
  '"': '"',
  '\\': '\\',
  '/': '/',
  b: '\b',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
}

type Put = (byte: number) => void

/** `step` puts what stands at a place and returns the next place. No byte becomes more than one. */
function made(bytes: Buffer, step: (at: number, put: Put) => number): View {
  const out = Buffer.allocUnsafe(bytes.length)
  const from = new Uint32Array(bytes.length + 1)
  let size = 0
  let at = 0
  const put = (byte: number) => {
    out[size] = byte
    from[size] = at
    size += 1
  }
  while (at < bytes.length) at = step(at, put)
  from[size] = bytes.length
  return { bytes: out.subarray(0, size), from }
}

function plain(bytes: Buffer, at: number, put: Put): number {
  put(bytes[at]!)
  return at + 1
}

const isSpace = (byte: number): boolean => byte === 32 || (byte >= 9 && byte <= 13)
const isHigh = (unit: number): boolean => unit >= 0xd800 && unit <= 0xdbff

/** A UTF-16 unit written as a backslash, `u` and four digits. */
const unitAt = (bytes: Buffer, at: number): number | undefined =>
  bytes[at] === BACKSLASH && bytes[at + 1] === 0x75 ? hexAt(bytes, at + 2, 4) : undefined

function hexAt(bytes: Buffer, at: number, digits: number): number | undefined {
  const text = bytes.toString('latin1', at, at + digits)
  return text.length === digits && /^[0-9a-f]+$/i.test(text) ? Number.parseInt(text, 16) : undefined
}
