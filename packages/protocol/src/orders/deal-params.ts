import { JsonFlaw, readJsonObject } from '@iexec-sim/base'
import type { Generation } from '../profiles/profiles.ts'

/** A requester's parameters of a task, read from the `params` text of the request order. */
export interface DealParams {
  /** Command-line arguments of the app. */
  args: string
  /** URLs of files to put in `/iexec_in`. */
  inputFiles: string[]
  /** App secret index, as written, to the name of a requester secret. */
  secrets: Record<string, string>
  /** Whether the result is encrypted with the beneficiary's key. */
  resultEncryption: boolean
  /** As written; `undefined` when the deal names none. */
  resultStorageProvider: string | undefined
  /** URL of the result proxy. @default the pool's */
  resultStorageProxy: string | undefined
  /** Root of a bulk request; only the v9 generation knows it. */
  bulkCid: string
}

/** Reads a value as written; `undefined` when the services cannot take it for one of the type. */
type Reader = (written: string) => unknown

/** Numbers and truth values count as the text they are written with. */
const text: Reader = (written) => {
  if (written === 'null') return null
  if (/^[{[]/.test(written)) return undefined
  return written.startsWith('"') ? JSON.parse(written) : written
}

const FLAGS: Record<string, boolean> = {
  true: true,
  True: true,
  TRUE: true,
  false: false,
  False: false,
  FALSE: false,
}
/** Whole numbers count as their difference from 0, blank text and null as false. */
const flag: Reader = (written) => {
  if (/^-?\d+$/.test(written)) return !/^-?0$/.test(written)
  const said = String(text(written) ?? 'null').trim()
  if (/^["n]/.test(written) && (said === '' || said === 'null')) return false
  return FLAGS[said]
}

const SCALARS = /"(?:[^"\\]|\\.)*"|[^\s,[\]]+/g
const texts: Reader = (written) => {
  if (written === 'null') return []
  const items: unknown = JSON.parse(written)
  if (!Array.isArray(items) || items.some((item) => typeof item === 'object')) return undefined
  return [...written.matchAll(SCALARS)].map(([item]) => text(item))
}

const textMap: Reader = (written) => {
  if (written === 'null') return {}
  if (!written.startsWith('{')) return undefined
  const entries = readJsonObject(written).members.map(
    ([name, value]) => [name, text(value)] as const,
  )
  return entries.every(([, value]) => typeof value === 'string')
    ? Object.fromEntries(entries)
    : undefined
}

const COMMON_KEYS: Record<string, Reader> = {
  iexec_args: text,
  iexec_input_files: texts,
  iexec_secrets: textMap,
  iexec_result_encryption: flag,
  iexec_result_storage_provider: text,
  iexec_result_storage_proxy: text,
}

const KEYS: Record<Generation, Record<string, Reader>> = {
  v8: {
    ...COMMON_KEYS,
    iexec_developer_logger: flag,
    iexec_tee_post_compute_image: text,
    iexec_tee_post_compute_fingerprint: text,
  },
  v9: { ...COMMON_KEYS, bulk_cid: text },
}

/**
 * Reads deal params as the off-chain services do. The set of keys is closed: text that does not
 * begin with a JSON object, an unknown key or a value that is not text (number, flag) where text is
 * required turns the whole text into the app's arguments, without an error. Anything after the
 * object is ignored.
 */
export function parseDealParams(params: string, generation: Generation): DealParams {
  const json = readKnownKeys(params, KEYS[generation])
  if (json === undefined) return { ...fromJson({}), args: params }
  return fromJson(json)
}

function readKnownKeys(
  params: string,
  keys: Record<string, Reader>,
): Record<string, unknown> | undefined {
  try {
    const read: Record<string, unknown> = {}
    for (const [name, written] of readJsonObject(params).members) {
      const value = Object.hasOwn(keys, name) ? keys[name]!(written) : undefined
      if (value === undefined) return undefined
      read[name] = value
    }
    return read
  } catch (error) {
    if (!(error instanceof JsonFlaw)) throw error
    return undefined
  }
}

function fromJson(json: Record<string, unknown>): DealParams {
  return {
    args: (json.iexec_args as string | null | undefined) ?? '',
    inputFiles: (json.iexec_input_files as string[] | undefined) ?? [],
    secrets: (json.iexec_secrets as Record<string, string> | undefined) ?? {},
    resultEncryption: (json.iexec_result_encryption as boolean | undefined) ?? false,
    resultStorageProvider:
      (json.iexec_result_storage_provider as string | null | undefined) ?? undefined,
    resultStorageProxy: (json.iexec_result_storage_proxy as string | null | undefined) ?? undefined,
    bulkCid: (json.bulk_cid as string | null | undefined) ?? '',
  }
}
