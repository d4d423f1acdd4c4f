import { existsSync, mkdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { writeWholeFile } from '@iexec-sim/base'
import { type Blobs, digestOf } from './blobs.ts'
import { readReferences } from './manifest-references.ts'
import { OciError } from './oci-error.ts'

/** A manifest that is kept. */
export interface KeptManifest {
  /** Repository. */
  name: string
  /** `sha256:` and 64 hex digits. */
  digest: string
  /** Media type it was pushed as. */
  mediaType: string
  /** Tags that point to it. */
  tags: string[]
}

const MAX_MANIFESTS = 10_000

/** The manifests of all repositories: their bytes are blobs, their names and tags one file. */
export class Manifests {
  readonly #dir: string
  readonly #blobs: Blobs
  #kept: KeptManifest[] | undefined

  constructor(dir: string, blobs: Blobs) {
    this.#dir = dir
    this.#blobs = blobs
  }

  /** A manifest by its tag or digest; throws `MANIFEST_UNKNOWN`. */
  find(name: string, reference: string): KeptManifest {
    const found = this.#all().find(
      (kept) => kept.name === name && (kept.digest === reference || kept.tags.includes(reference)),
    )
    if (found) return found
    throw new OciError('MANIFEST_UNKNOWN', `${name} has no manifest "${reference}"`)
  }

  /** Tags of a repository in alphabetical order; throws `NAME_UNKNOWN`. */
  tags(name: string): string[] {
    const found = this.#all().filter((kept) => kept.name === name)
    if (found.length === 0) throw new OciError('NAME_UNKNOWN', `no repository "${name}"`)
    return found.flatMap(({ tags }) => tags).sort()
  }

  /**
   * Keeps a manifest under a tag or its own digest. Everything it refers to has to be here, with
   * the size it says; nothing changes when it is refused.
   */
  put(name: string, reference: string, mediaType: string, bytes: Buffer): KeptManifest {
    const digest = digestOf(bytes)
    const isTag = !reference.includes(':')
    if (!isTag && reference !== digest)
      throw new OciError('DIGEST_INVALID', `the digest of the manifest is ${digest}`)
    this.#checkReferences(name, mediaType, bytes)
    const all = this.#all()
    const former = all.find((kept) => kept.name === name && kept.digest === digest)
    if (!former && all.length >= MAX_MANIFESTS)
      throw new OciError('DENIED', `the registry holds ${MAX_MANIFESTS} manifests at most`)
    this.#blobs.put(bytes)
    const tags = [...(former?.tags ?? []).filter((tag) => tag !== reference)]
    const kept = { name, digest, mediaType, tags: isTag ? [...tags, reference] : tags }
    const others = all
      .filter((other) => other !== former)
      .map((other) =>
        isTag && other.name === name && other.tags.includes(reference)
          ? { ...other, tags: other.tags.filter((tag) => tag !== reference) }
          : other,
      )
    this.#write([...others, kept])
    return kept
  }

  #checkReferences(name: string, mediaType: string, bytes: Buffer): void {
    const { blobs, manifests } = readReferences(mediaType, bytes)
    for (const { digest, size } of blobs) {
      const actual = this.#blobs.sizeOf(digest)
      if (actual === undefined)
        throw new OciError('MANIFEST_BLOB_UNKNOWN', `the blob ${digest} was not pushed`)
      if (actual !== size)
        throw new OciError(
          'MANIFEST_INVALID',
          `the blob ${digest} has ${actual} bytes, not ${size}`,
        )
    }
    const all = this.#all()
    for (const { digest } of manifests)
      if (!all.some((kept) => kept.name === name && kept.digest === digest))
        throw new OciError('MANIFEST_BLOB_UNKNOWN', `the manifest ${digest} was not pushed`)
  }

  #all(): KeptManifest[] {
    this.#kept ??= existsSync(this.#file)
      ? (JSON.parse(readFileSync(this.#file, 'utf8')) as KeptManifest[])
      : []
    return this.#kept
  }

  #write(kept: KeptManifest[]): void {
    mkdirSync(this.#dir, { recursive: true, mode: 0o700 })
    writeWholeFile(this.#file, JSON.stringify(kept))
    this.#kept = kept
  }

  get #file(): string {
    return join(this.#dir, 'manifests.json')
  }
}
