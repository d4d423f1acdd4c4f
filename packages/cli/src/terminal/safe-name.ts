/**
 * Characters that are invalid in Windows file names or act on a terminal; "/" stays, for folders.
 */
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
const UNSAFE = /[\u0000-\u001f\u007f<>:"\\|?*]/g
/** Names that are devices on Windows, with any extension. */
const DEVICE = /^(con|prn|aux|nul|com\d|lpt\d)(\.|$)/i
/** Bytes that the file systems in use give one name. */
const LONGEST = 255

/**
 * A path from an app's archive as one that stays inside a folder and is an ordinary name
 * everywhere: what could lead out, name a drive or a device, or steer a terminal becomes "_". Other
 * names stay as they are.
 */
export function safeName(name: string): string {
  const parts = name.split('/').filter((part) => part !== '' && part !== '.')
  return parts.map(safePart).join('/') || '_'
}

function safePart(part: string): string {
  const plain = part
    .replace(UNSAFE, '_')
    .replace(/^\.\.$/, '_')
    .replace(DEVICE, '_$&')
  if (Buffer.byteLength(plain) <= LONGEST) return plain
  return `${Buffer.from(plain)
    .subarray(0, LONGEST - 3)
    .toString('utf8')
    .replace(/\ufffd+$/, '')}_`
}

/**
 * The path, or with a number before it in its last part where an earlier file, or one as another
 * system spells it, has it.
 */
export function unusedName(path: string, taken: ReadonlySet<string>): string {
  const slash = path.lastIndexOf('/') + 1
  for (let n = 0; ; n++) {
    const tried = n === 0 ? path : `${path.slice(0, slash)}${n}_${path.slice(slash)}`
    if (!taken.has(tried)) return tried
  }
}
