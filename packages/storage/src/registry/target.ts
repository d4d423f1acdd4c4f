import { OciError } from './oci-error.ts'

/** What a path of the registry names. */
export type Target = {
  /** Repository, such as `user/app`. */
  name: string
} & (
  | { kind: 'blob'; digest: string }
  | { kind: 'uploads' }
  | { kind: 'upload'; id: string }
  | { kind: 'manifest'; reference: string }
  | { kind: 'tags' }
)

const DIGEST = /^sha256:[0-9a-f]{64}$/
const TAG = /^\w[\w.-]{0,127}$/
const COMPONENT = /^[a-z0-9]+(?:(?:\.|_|__|-+)[a-z0-9]+)*$/
const LONGEST_NAME = 255
const PATH =
  /^(?<name>.+)\/(?:blobs\/uploads\/?(?<upload>[^/]*)|blobs\/(?<blob>[^/]+)|manifests\/(?<reference>[^/]+)|(?<tags>tags\/list))$/

/** Reads the part of a path behind `/v2/`; throws an {@link OciError} for an invalid one. */
export function readTarget(path: string): Target {
  const { name = '', upload, blob, reference, tags } = PATH.exec(path)?.groups ?? {}
  if (name === '')
    throw new OciError('UNSUPPORTED', `no such endpoint: /v2/${path}`, { status: 404 })
  if (name.length > LONGEST_NAME || !name.split('/').every((part) => COMPONENT.test(part)))
    throw new OciError('NAME_INVALID', `invalid repository name "${name.slice(0, LONGEST_NAME)}"`)
  if (tags !== undefined) return { name, kind: 'tags' }
  if (blob !== undefined) return { name, kind: 'blob', digest: readDigest(blob) }
  if (upload !== undefined)
    return upload === '' ? { name, kind: 'uploads' } : { name, kind: 'upload', id: upload }
  if (reference!.includes(':')) readDigest(reference)
  else if (!TAG.test(reference!))
    throw new OciError('MANIFEST_INVALID', `invalid tag "${reference}"`)
  return { name, kind: 'manifest', reference: reference! }
}

/** A digest as it is; throws an {@link OciError} for anything but SHA-256 in lower-case hex. */
export function readDigest(text: unknown): string {
  if (typeof text === 'string' && DIGEST.test(text)) return text
  throw new OciError(
    'DIGEST_INVALID',
    `invalid digest "${String(text).slice(0, 100)}": only sha256 with 64 hex digits is supported`,
  )
}
