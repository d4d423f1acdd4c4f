import { randomUUID } from 'node:crypto'
import { mkdir, open, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { type Hex, readBytes32, readTaskId, ZERO_BYTES32 } from '@iexec-sim/protocol'
import type { FastifyRequest } from 'fastify'
import type { UploadClaim } from './result-proxy.ts'

/**
 * An upload that has arrived: what it says of itself, and its archive in a file that goes with it.
 */
export interface ArrivedUpload extends AsyncDisposable {
  /** Claims of the upload. */
  claim: UploadClaim
  /** Path of the archive. */
  archive: string
}

/** The upload is larger than results may be. */
export class TooLarge extends Error {}

interface ResultModel {
  chainTaskId?: unknown
  deterministHash?: unknown
  enclaveSignature?: unknown
  zip?: unknown
}

/**
 * Takes an upload in: the JSON model with the archive in it, or our own form, the archive as the
 * body and the model as a header. `undefined` when it is neither.
 */
export async function takeUpload(
  request: FastifyRequest,
  dir: string,
  maxBytes: number,
): Promise<ArrivedUpload | undefined> {
  const archive = join(dir, randomUUID())
  await mkdir(dir, { recursive: true, mode: 0o700 })
  const release = () => rm(archive, { force: true })
  try {
    const streamed = request.headers['content-type']?.startsWith('application/zip')
    const model = streamed
      ? parse(String(request.headers['x-iexec-result']))
      : (request.body as ResultModel | null)
    const claim = readClaim(model)
    if (claim === undefined) return undefined
    if (streamed) await save(request.body as Readable, archive, maxBytes)
    else {
      const bytes = readZip(model?.zip)
      if (bytes === undefined) return undefined
      if (bytes.length > maxBytes) throw new TooLarge()
      await writeFile(archive, bytes, { mode: 0o600 })
    }
    return { claim, archive, [Symbol.asyncDispose]: release }
  } catch (error) {
    await release()
    throw error
  }
}

/**
 * Leaves what is too much unread instead of ending the connection: the answer must still get
 * through.
 */
async function save(body: Readable, path: string, maxBytes: number): Promise<void> {
  async function* bounded() {
    let bytes = 0
    for await (const chunk of body.iterator({ destroyOnReturn: false }) as AsyncIterable<Buffer>) {
      bytes += chunk.length
      if (bytes > maxBytes) throw new TooLarge()
      yield chunk
    }
  }
  // Open before anything can fail: a stream that opens its file by itself may do so after the
  // failure was cleaned up.
  const file = await open(path, 'w', 0o600)
  await pipeline(bounded, file.createWriteStream())
}

function readClaim(model: ResultModel | null | undefined): UploadClaim | undefined {
  if (!model) return undefined
  const chainTaskId = readTaskId(model.chainTaskId ?? ZERO_BYTES32)
  const deterministHash = readBytes32(model.deterministHash ?? ZERO_BYTES32)
  if (!chainTaskId || !deterministHash) return undefined
  const { enclaveSignature } = model
  return {
    chainTaskId,
    deterministHash,
    ...(typeof enclaveSignature === 'string' ? { enclaveSignature: enclaveSignature as Hex } : {}),
  }
}

function readZip(zip: unknown): Buffer | undefined {
  if (typeof zip === 'string') return Buffer.from(zip, 'base64')
  return Array.isArray(zip) && zip.every((byte) => Number.isInteger(byte))
    ? Buffer.from(zip)
    : undefined
}

function parse(text: string): ResultModel | undefined {
  try {
    return JSON.parse(text) as ResultModel
  } catch {
    return undefined
  }
}
