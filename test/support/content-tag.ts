import { createHash } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { type Engine, packFolder } from '@iexec-sim/docker'

/**
 * Builds an image of a folder unless the engine has it, and returns its name. The name ends in a
 * hash of the folder's files and of the base image, so that checkouts do not overwrite each other's
 * images.
 */
export async function buildOnce(engine: Engine, name: string, folder: string): Promise<string> {
  const tag = `${name}-${await contentHash(engine, folder)}`
  if ((await engine.inspectImage(tag)) === undefined)
    await engine.buildImage(packFolder(folder), { tag })
  return tag
}

async function contentHash(engine: Engine, folder: string): Promise<string> {
  const hash = createHash('sha256')
  for (const base of basesOf(readFileSync(join(folder, 'Dockerfile'), 'utf8')))
    hash.update(`${base} ${(await engine.inspectImage(base))?.id}\0`)
  const entries = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) =>
    entry.isFile(),
  )
  for (const file of entries.map(({ parentPath, name }) => join(parentPath, name)).sort())
    hash
      .update(`${file.slice(folder.length)}\0`)
      .update(readFileSync(file))
      .update('\0')
  return hash.digest('hex').slice(0, 12)
}

const basesOf = (dockerfile: string): string[] =>
  [...dockerfile.matchAll(/^FROM (\S+)/gm)].map(([, base]) => base!)
