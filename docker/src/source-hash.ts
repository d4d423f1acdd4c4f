import { createHash } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { DOCKER_FOLDER, type Recipe } from './catalogue.ts'

/** Label that holds the hash of what an image was built from. */
export const SOURCE_LABEL = 'io.iexec-sim.source'
/**
 * Label that holds the hash of the files alone: whatever Node.js or system the image was built
 * with.
 */
export const FILES_LABEL = 'io.iexec-sim.files'

/** Hash of what each image is made of, its base's included, by image name. */
export const sourceHashes = (recipes: readonly Recipe[]): Promise<Map<string, string>> =>
  hashesOf(recipes, ({ identity }) => identity?.())

/** Hash of the files each image is made of, its base's included, by image name. */
export const fileHashes = (recipes: readonly Recipe[]): Promise<Map<string, string>> =>
  hashesOf(recipes, () => undefined)

async function hashesOf(
  recipes: readonly Recipe[],
  identityOf: (recipe: Recipe) => string | undefined,
): Promise<Map<string, string>> {
  const hashes = new Map<string, string>()
  for (const recipe of recipes) {
    const hash = createHash('sha256')
    hash.update(JSON.stringify([identityOf(recipe), recipe.base && hashes.get(recipe.base)]))
    for (const source of recipe.sources) {
      const content = await readFile(join(DOCKER_FOLDER, recipe.folder, source))
      hash.update(`${source}\0${content.length}\0`).update(content)
    }
    hashes.set(recipe.name, hash.digest('hex'))
  }
  return hashes
}
