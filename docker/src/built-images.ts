import { request } from 'node:http'
import { SOURCE_LABEL } from './source-hash.ts'

interface ListedImage {
  RepoTags: string[] | null
  Labels: Record<string, string> | null
}

/**
 * Sources of the engine's images, by image name. Asks the engine's socket without a client library,
 * because loading one takes longer than all else when there is nothing to build; `undefined` when
 * the engine is elsewhere.
 */
export async function builtImages(): Promise<Map<string, string> | undefined> {
  const host = process.env.DOCKER_HOST ?? 'unix:///var/run/docker.sock'
  if (!host.startsWith('unix://')) return undefined
  const filters = encodeURIComponent(JSON.stringify({ label: [SOURCE_LABEL] }))
  const listed = await get<ListedImage[]>(
    host.slice('unix://'.length),
    `/images/json?filters=${filters}`,
  ).catch(() => undefined)
  if (listed === undefined) return undefined
  return hashesByName(
    listed.map(({ RepoTags, Labels }) => ({ names: RepoTags ?? [], labels: Labels ?? {} })),
  )
}

/** The source hash of each image name. */
export function hashesByName(
  images: readonly { names: string[]; labels: Record<string, string> }[],
): Map<string, string> {
  const hashes = new Map<string, string>()
  for (const { names, labels } of images) {
    for (const name of names) hashes.set(name.replace(/:latest$/, ''), labels[SOURCE_LABEL]!)
  }
  return hashes
}

function get<T>(socketPath: string, path: string): Promise<T> {
  return new Promise((resolve, reject) => {
    const call = request({ socketPath, path, headers: { host: 'docker' } }, (response) => {
      const chunks: Buffer[] = []
      response.on('data', (chunk: Buffer) => chunks.push(chunk))
      response.on('error', reject)
      response.on('end', () => {
        if (response.statusCode !== 200) return reject(new Error(`HTTP ${response.statusCode}`))
        resolve(JSON.parse(Buffer.concat(chunks).toString()) as T)
      })
    })
    call.on('error', reject).end()
  })
}
