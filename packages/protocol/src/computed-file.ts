/** `computed.json`, what an app leaves in `/iexec_out` to say what its result is. */
export interface ComputedFile {
  /** Absolute path of the file or folder whose content is the result; needed without a callback. */
  'deterministic-output-path'?: string | null
  /** ABI bytes as hex; needed with a callback. */
  'callback-data'?: string | null
  'error-message'?: string | null
  'task-id'?: string | null
  'result-digest'?: string | null
  'enclave-signature'?: string | null
}

/** Reads the text of a `computed.json`; `undefined` when it is not a JSON object. */
export function parseComputedFile(text: string): ComputedFile | undefined {
  try {
    const json: unknown = JSON.parse(text)
    return typeof json === 'object' && json !== null && !Array.isArray(json) ? (json as ComputedFile) : undefined
  } catch {
    return undefined
  }
}
