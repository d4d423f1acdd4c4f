import { OciError } from './oci-error.ts'
import { readDigest } from './target.ts'

/** Something a manifest refers to. */
interface Descriptor {
  /** `sha256:` and 64 hex digits. */
  digest: string
  /** Bytes. */
  size: number
}

/** Everything a manifest refers to. */
export interface References {
  /** Its configuration and layers. */
  blobs: Descriptor[]
  /** Manifests of an index. */
  manifests: Descriptor[]
}

const IMAGES = [
  'application/vnd.oci.image.manifest.v1+json',
  'application/vnd.docker.distribution.manifest.v2+json',
]
const INDICES = [
  'application/vnd.oci.image.index.v1+json',
  'application/vnd.docker.distribution.manifest.list.v2+json',
]

/** Reads what a manifest of a media type refers to; throws `MANIFEST_INVALID` for a broken one. */
export function readReferences(mediaType: string, bytes: Buffer): References {
  const manifest = parse(bytes)
  if (manifest.schemaVersion !== 2) throw invalid('schemaVersion has to be 2')
  if (manifest.mediaType !== undefined && manifest.mediaType !== mediaType)
    throw invalid(`its mediaType is not the content type "${mediaType}"`)
  if (IMAGES.includes(mediaType)) {
    const layers = readList(manifest.layers, 'layers').filter((layer) => !isElsewhere(layer))
    const config = readDescriptor(manifest.config, 'config')
    return {
      blobs: [config, ...layers.map((layer) => readDescriptor(layer, 'a layer'))],
      manifests: [],
    }
  }
  if (!INDICES.includes(mediaType)) throw invalid(`the content type "${mediaType}" is unknown`)
  const manifests = readList(manifest.manifests, 'manifests')
  return { blobs: [], manifests: manifests.map((entry) => readDescriptor(entry, 'a manifest')) }
}

function parse(bytes: Buffer): Record<string, unknown> {
  let value: unknown
  try {
    value = JSON.parse(bytes.toString('utf8'))
  } catch {
    throw invalid('it is not JSON')
  }
  if (typeof value === 'object' && value !== null) return value as Record<string, unknown>
  throw invalid('it is not an object')
}

function readList(value: unknown, field: string): unknown[] {
  if (Array.isArray(value)) return value
  throw invalid(`${field} is not a list`)
}

/** Whether a layer is had from its own URLs, and therefore not pushed. */
const isElsewhere = (layer: unknown): boolean =>
  Array.isArray((layer as { urls?: unknown } | null)?.urls)

function readDescriptor(value: unknown, field: string): Descriptor {
  const { digest, size } = (value ?? {}) as { digest?: unknown; size?: unknown }
  if (!Number.isSafeInteger(size) || (size as number) < 0) throw invalid(`${field} has no size`)
  return { digest: readDigest(digest), size: size as number }
}

const invalid = (reason: string) => new OciError('MANIFEST_INVALID', `invalid manifest: ${reason}`)
