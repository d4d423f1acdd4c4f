import type { Generation } from '../profiles/profiles.ts'

/** What a requester asks of a task, read from the `params` text of the request order. */
export interface DealParams {
  /** Command-line arguments of the app. */
  args: string
  /** URLs of files to put in `/iexec_in`. */
  inputFiles: string[]
  /** App secret index, as written, to the name of a requester secret. */
  secrets: Record<string, string>
  resultEncryption: boolean
  /** As written; `undefined` when the deal names none. */
  resultStorageProvider: string | undefined
  resultStorageProxy: string | undefined
  /** Root of a bulk request; only the v9 generation knows it. */
  bulkCid: string
}

type Check = (value: unknown) => boolean
const isText: Check = (value) => value === null || typeof value === 'string'
const isFlag: Check = (value) => typeof value === 'boolean'
const isTexts: Check = (value) => Array.isArray(value) && value.every((item) => typeof item === 'string')
const isTextMap: Check = (value) =>
  typeof value === 'object' &&
  value !== null &&
  !Array.isArray(value) &&
  Object.values(value).every((item) => typeof item === 'string')

const COMMON_KEYS: Record<string, Check> = {
  iexec_args: isText,
  iexec_input_files: isTexts,
  iexec_secrets: isTextMap,
  iexec_result_encryption: isFlag,
  iexec_result_storage_provider: isText,
  iexec_result_storage_proxy: isText,
}

const KEYS: Record<Generation, Record<string, Check>> = {
  v8: {
    ...COMMON_KEYS,
    iexec_developer_logger: isFlag,
    iexec_tee_post_compute_image: isText,
    iexec_tee_post_compute_fingerprint: isText,
  },
  v9: { ...COMMON_KEYS, bulk_cid: isText },
}

/**
 * Reads deal params as the off-chain services do. The set of keys is closed: text that is not a JSON object, an unknown key
 * or a value of the wrong type turns the whole text into the app's arguments, without an error.
 */
export function parseDealParams(params: string, generation: Generation): DealParams {
  const json = readKnownKeys(params, KEYS[generation])
  if (json === undefined) return { ...fromJson({}), args: params }
  return fromJson(json)
}

function readKnownKeys(params: string, keys: Record<string, Check>): Record<string, unknown> | undefined {
  let json: unknown
  try {
    json = JSON.parse(params)
  } catch {
    return undefined
  }
  if (typeof json !== 'object' || json === null || Array.isArray(json)) return undefined
  const entries = Object.entries(json)
  return entries.every(([key, value]) => Object.hasOwn(keys, key) && keys[key]!(value))
    ? (json as Record<string, unknown>)
    : undefined
}

function fromJson(json: Record<string, unknown>): DealParams {
  return {
    args: (json.iexec_args as string | null | undefined) ?? '',
    inputFiles: (json.iexec_input_files as string[] | undefined) ?? [],
    secrets: (json.iexec_secrets as Record<string, string> | undefined) ?? {},
    resultEncryption: (json.iexec_result_encryption as boolean | undefined) ?? false,
    resultStorageProvider: (json.iexec_result_storage_provider as string | null | undefined) ?? undefined,
    resultStorageProxy: (json.iexec_result_storage_proxy as string | null | undefined) ?? undefined,
    bulkCid: (json.bulk_cid as string | null | undefined) ?? '',
  }
}
