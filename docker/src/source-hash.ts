import { createHash } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { DOCKER_FOLDER, type Recipe } from './catalogue.ts'

/** Label that holds the hash of what an image was built from. */
export const SOURCE_LABEL = 'io.iexec-sim.source'

/** Hash of what each image is made of, its base's included, by image name. */
export async function sourceHashes(recipes: readonly Recipe[]): Promise<Map<string, string>> {
  const hashes = new Map<string, string>()
  for (const recipe of recipes) {
    const hash = createHash('sha256')
    hash.update(JSON.stringify([recipe.identity?.(), recipe.base && hashes.get(recipe.base)]))
    for (const source of recipe.sources) {
      const content = await readFile(join(DOCKER_FOLDER, recipe.folder, source))
      hash.update(`${source}\0${content.length}\0`).update(content)
    }
    hashes.set(recipe.name, hash.digest('hex'))
  }
  return hashes
}
