import type { Engine, ImageInfo } from '@iexec-sim/docker'
import type { TeeFramework } from '@iexec-sim/protocol'
import type { TeeDriver } from '../drivers/driver.ts'
import { type FileEntry, readFileTree } from './file-tree.ts'

/** An image with everything that its fingerprint depends on. */
export interface Inspection {
  /** Name it was asked for by. */
  image: string
  /** `sha256:` and 64 hex digits. */
  imageId: string
  /** Framework of the fingerprint. */
  framework: TeeFramework
  /** 32 bytes of hex without `0x`. */
  fingerprint: string
  /** Configuration that counts, by the names of `docker inspect`. */
  configuration: Record<string, unknown>
  /** Files, sorted by path. */
  files: FileEntry[]
}

/** A file that differs between two images. */
export interface FileChange {
  path: string
  /** How it differs, seen from the first image. */
  kind: 'added' | 'removed' | 'changed'
  /** Fields that differ; empty unless it changed. */
  fields: { name: string; a: string; b: string }[]
}

/** The difference of two images. */
export interface Difference {
  /** Configuration that differs, as JSON. */
  configuration: { name: string; a: string; b: string }[]
  /** Files that differ, sorted by path. */
  files: FileChange[]
}

/** Reads an image file by file. Throws `IMAGE_NOT_FOUND`. */
export async function inspectImage(
  engine: Engine,
  driver: TeeDriver,
  name: string,
): Promise<Inspection> {
  const image = await engine.requireImage(name)
  const { fingerprint } = await driver.measure(engine, image.id)
  const files = await engine.exportImage(image.id, readFileTree)
  return {
    image: name,
    imageId: image.id,
    framework: driver.framework,
    fingerprint,
    configuration: configurationOf(image),
    files,
  }
}

/** Differences of the second image from the first. */
export function differenceOf(
  a: Pick<Inspection, 'configuration' | 'files'>,
  b: Pick<Inspection, 'configuration' | 'files'>,
): Difference {
  const before = new Map(a.files.map((file) => [file.path, file]))
  const after = new Map(b.files.map((file) => [file.path, file]))
  const paths = [...new Set([...before.keys(), ...after.keys()])].sort()
  return {
    configuration: fieldsOf(a.configuration, b.configuration),
    files: paths.flatMap((path): FileChange[] => {
      const [old, now] = [before.get(path), after.get(path)]
      if (!old) return [{ path, kind: 'added', fields: [] }]
      if (!now) return [{ path, kind: 'removed', fields: [] }]
      const fields = fieldsOf({ ...old }, { ...now })
      return fields.length > 0 ? [{ path, kind: 'changed', fields }] : []
    }),
  }
}

function fieldsOf(a: Record<string, unknown>, b: Record<string, unknown>) {
  return [...new Set([...Object.keys(a), ...Object.keys(b)])]
    .map((name) => ({ name, a: textOf(a[name]), b: textOf(b[name]) }))
    .filter((field) => field.a !== field.b)
}

const textOf = (value: unknown): string => JSON.stringify(value) ?? ''

function configurationOf({ config, labels, os, architecture }: ImageInfo): Record<string, unknown> {
  const { Env, Entrypoint, Cmd, WorkingDir, User, Volumes } = config
  const sorted = Object.fromEntries(Object.entries(labels).sort(([a], [b]) => (a < b ? -1 : 1)))
  return { Env, Entrypoint, Cmd, WorkingDir, User, Volumes, Labels: sorted, os, architecture }
}
