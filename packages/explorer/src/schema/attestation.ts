/** An image's fingerprint and the configuration that it depends on. */
export interface Measured {
  /** Name it was asked for by. */
  image: string
  /** `sha256:` and 64 hex digits. */
  imageId: string
  /** 32 bytes of hex without `0x`. */
  fingerprint: string
  /** By the names of `docker inspect`. */
  configuration: Record<string, unknown>
}

/** A file of an image. */
export interface ImageFile {
  path: string
  type: string
  /** Permission bits. */
  mode: number
  uid: number
  gid: number
  /** Bytes. */
  size: number
  /** Target of a link; empty for other types. */
  target: string
  /** SHA-256 of the bytes. */
  digest: string
}

/** A field that differs, as JSON. */
interface FieldChange {
  name: string
  a: string
  b: string
}

/** The difference of two images. */
export interface ImageDifference {
  configuration: FieldChange[]
  files: { path: string; kind: 'added' | 'removed' | 'changed'; fields: FieldChange[] }[]
}
