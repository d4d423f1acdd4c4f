import { createHash } from 'node:crypto'
import { Readable } from 'node:stream'
import { buffer } from 'node:stream/consumers'
import { type ArchiveFile, packFiles } from '@iexec-sim/docker'
import Docker from 'dockerode'

/** The numbers of processors in the head of a Linux program. */
const MACHINES: Record<string, number> = { arm64: 0xb7, riscv64: 0xf3 }

/**
 * Gives the engine an image for another processor, as "docker load" does: one program that cannot
 * run here, and nothing else.
 */
export async function loadForeignImage(tag: string, architecture: string): Promise<void> {
  const layer = await buffer(
    packFiles([{ name: 'tool', content: programFor(architecture), mode: 0o755 }]),
  )
  const config = JSON.stringify({
    architecture,
    os: 'linux',
    config: { Entrypoint: ['/tool'] },
    rootfs: {
      type: 'layers',
      diff_ids: [`sha256:${createHash('sha256').update(layer).digest('hex')}`],
    },
  })
  const manifest = JSON.stringify([
    { Config: 'config.json', RepoTags: [`${tag}:latest`], Layers: ['layer.tar'] },
  ])
  const files: ArchiveFile[] = [
    { name: 'layer.tar', content: layer },
    { name: 'config.json', content: config },
    { name: 'manifest.json', content: manifest },
  ]
  const said = await buffer(Readable.from(await new Docker().loadImage(packFiles(files))))
  if (/"error"/.test(said.toString())) throw new Error(`The engine did not load "${tag}": ${said}`)
}

/** The head of a 64-bit Linux program that ends at once, if anything could begin it. */
function programFor(architecture: string): Buffer {
  const [header, segment] = [Buffer.alloc(64), Buffer.alloc(56)]
  Buffer.from([0x7f, 0x45, 0x4c, 0x46, 2, 1, 1]).copy(header)
  header.writeUInt16LE(2, 16)
  header.writeUInt16LE(MACHINES[architecture]!, 18)
  header.writeUInt32LE(1, 20)
  header.writeBigUInt64LE(0x400078n, 24)
  header.writeBigUInt64LE(64n, 32)
  header.writeUInt16LE(64, 52)
  header.writeUInt16LE(56, 54)
  header.writeUInt16LE(1, 56)
  segment.writeUInt32LE(1, 0)
  segment.writeUInt32LE(5, 4)
  segment.writeBigUInt64LE(0x400000n, 16)
  segment.writeBigUInt64LE(0x400000n, 24)
  segment.writeBigUInt64LE(128n, 32)
  segment.writeBigUInt64LE(128n, 40)
  return Buffer.concat([header, segment, Buffer.alloc(8)])
}
