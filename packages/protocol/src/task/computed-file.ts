import { JsonFlaw, readJsonObject } from '@iexec-sim/base'

/** `computed.json`, the app's statement of its result in `/iexec_out`. */
export interface ComputedFile {
  /** Absolute path of the file or folder whose content is the result; needed without a callback. */
  'deterministic-output-path'?: string | null
  /** ABI bytes as hex; needed with a callback. */
  'callback-data'?: string | null
  /** Error that the app reports. */
  'error-message'?: string | null
  /** Id of the task, bytes32 hex; set by the post-compute. */
  'task-id'?: string | null
  /** Digest of the result, bytes32 hex; set by the post-compute. */
  'result-digest'?: string | null
  /** Signature with the enclave challenge's key, 65 bytes of hex; TEE tasks only. */
  'enclave-signature'?: string | null
}

/**
 * JSON reader that a `computed.json` has to satisfy: that of the Java services, or that of the Rust
 * post-compute (TEE tasks of v9).
 */
export type ComputedReader = 'java' | 'rust'

/** A `computed.json` as read, or its flaw, as the end of a sentence; no content is quoted. */
export type ReadComputed =
  | { computed: ComputedFile; flaw?: never }
  | { computed?: never; flaw: string }

const KEYS = [
  'deterministic-output-path',
  'callback-data',
  'error-message',
  'task-id',
  'result-digest',
  'enclave-signature',
] as const satisfies (keyof ComputedFile)[]

/** Nesting at which the Rust reader gives up. */
const RUST_DEPTH = 127

/**
 * Reads the text of a `computed.json` as the real services do. Both ignore unknown keys. The Java
 * reader (Jackson) stops after the first value, takes the last of two equal keys and turns numbers
 * and truth values into text; the Rust reader (serde) takes the whole text, each key once, and
 * nothing but text or null.
 */
export function readComputedFile(text: string, reader: ComputedReader): ReadComputed {
  try {
    const { members, end, depth } = readJsonObject(text)
    const flaw = reader === 'rust' ? rustFlaw(text, end, depth) : undefined
    return flaw === undefined ? fromMembers(members, reader) : { flaw }
  } catch (error) {
    if (!(error instanceof JsonFlaw)) throw error
    return {
      flaw:
        text.trim() === ''
          ? 'computed.json is empty'
          : `computed.json is not a JSON object: ${error.message}`,
    }
  }
}

/**
 * Reads the text of a `computed.json` as the Java services do; `undefined` when it cannot be read.
 */
export function parseComputedFile(text: string): ComputedFile | undefined {
  return readComputedFile(text, 'java').computed
}

function rustFlaw(text: string, end: number, depth: number): string | undefined {
  const rest = /[^ \t\r\n]/.exec(text.slice(end))
  if (rest)
    return `computed.json holds more than one JSON object: ${new JsonFlaw(text, end + rest.index).message}`
  return depth > RUST_DEPTH ? `computed.json is nested deeper than ${RUST_DEPTH} levels` : undefined
}

function fromMembers(
  members: [name: string, value: string][],
  reader: ComputedReader,
): ReadComputed {
  const computed: ComputedFile = {}
  for (const [name, written] of members) {
    const key = KEYS.find((known) => known === name)
    if (!key) continue
    if (reader === 'rust' && key in computed)
      return { flaw: `"${key}" stands twice in computed.json` }
    const value = textOf(written, reader)
    if (value === undefined) return { flaw: `"${key}" in computed.json has to be text` }
    computed[key] = value
  }
  return { computed }
}

/** A value as text; `undefined` when the reader cannot take it for one. */
function textOf(written: string, reader: ComputedReader): string | null | undefined {
  if (written === 'null') return null
  if (written.startsWith('"')) {
    const text = JSON.parse(written) as string
    return reader === 'java' || text.isWellFormed() ? text : undefined
  }
  return reader === 'java' && !/^[{[]/.test(written) ? written : undefined
}
