import { createHash } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import type { ImageInfo } from '@iexec-sim/docker'
import type { Stage, TeeFramework } from '@iexec-sim/protocol'

/**
 * Fingerprint of an image under a framework: what it contains and how it starts. 32 bytes of hex.
 */
export function imageFingerprint(
  framework: TeeFramework,
  image: ImageInfo,
  fileTree: string,
): string {
  const { Env, Entrypoint, Cmd, WorkingDir, User, Volumes } = image.config
  const labels = Object.entries(image.labels).sort(([a], [b]) => (a < b ? -1 : 1))
  const start = {
    Env,
    Entrypoint,
    Cmd,
    WorkingDir,
    User,
    Volumes,
    labels,
    os: image.os,
    cpu: image.architecture,
  }
  return createHash('sha256').update(JSON.stringify({ framework, fileTree, start })).digest('hex')
}

/**
 * Fingerprint of an enclave program under a framework: the bytes of its bundle and the stage it is
 * for. 32 bytes of hex.
 */
export async function programFingerprint(
  framework: TeeFramework,
  stage: Stage,
  bundlePath: string,
): Promise<string> {
  const hash = createHash('sha256').update(JSON.stringify({ framework, stage }))
  return hash.update(await readFile(bundlePath)).digest('hex')
}
