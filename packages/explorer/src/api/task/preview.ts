import type { ResultFiles } from '../../schema/task/result.ts'

/** Most characters of a preview. */
const LONGEST = 20_000
/** Bytes that are looked at to tell texts from other files. */
const LOOKED_AT = 4_096

type Kind = ResultFiles['files'][number]['kind']

/** How images begin that every browser shows, as hex. */
const IMAGES = ['89504e47', 'ffd8ff', '47494638', '52494646']

/** What a file is by its bytes; its name decides between text and JSON alone. */
export function kindOf(name: string, bytes: Uint8Array): Kind {
  const start = Buffer.from(bytes.subarray(0, 4)).toString('hex')
  if (IMAGES.some((image) => start.startsWith(image))) return 'image'
  if (!isText(bytes)) return 'binary'
  return name.endsWith('.json') ? 'json' : 'text'
}

/** The beginning of a text; nothing of another file. */
export function previewOf(bytes: Uint8Array): { preview?: string; isCut: boolean } {
  if (!isText(bytes)) return { isCut: false }
  const text = new TextDecoder().decode(bytes.subarray(0, LONGEST * 4)).slice(0, LONGEST)
  return { preview: text, isCut: Buffer.byteLength(text) < bytes.length }
}

function isText(bytes: Uint8Array): boolean {
  const part = bytes.subarray(0, LOOKED_AT)
  if (part.includes(0)) return false
  // The last character may be cut.
  const text = new TextDecoder().decode(part, { stream: true })
  return !text.includes('\uFFFD')
}
