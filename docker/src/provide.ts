import type { Engine } from '@iexec-sim/docker'
import { buildWith } from './build.ts'
import { RECIPES, type Recipe } from './catalogue.ts'
import { FILES_LABEL, fileHashes, sourceHashes } from './source-hash.ts'

/**
 * Sees to it that the engine has the images of these names, as far as they are the simulator's own:
 * what is missing, or was made from other files by another version, is built. Any other name is
 * left to the caller. `say` receives progress messages.
 */
export async function provideImages(
  engine: Engine,
  names: readonly string[],
  say: (line: string) => void,
): Promise<void> {
  const wanted = withBases(names)
  const files = await fileHashes(wanted)
  const missing: Recipe[] = []
  for (const recipe of wanted) {
    const made = (await engine.inspectImage(recipe.name))?.labels[FILES_LABEL]
    if (made !== files.get(recipe.name) || missing.some(({ name }) => name === recipe.base))
      missing.push(recipe)
  }
  if (missing.length > 0) await buildWith(engine, missing, await sourceHashes(wanted), files, say)
}

/** The recipes of these images and of what they stand on, a base first. */
function withBases(names: readonly string[]): Recipe[] {
  const own = RECIPES.filter(({ name }) => names.includes(name.replace(/:latest$/, '')))
  return RECIPES.filter(
    (recipe) => own.includes(recipe) || own.some(({ base }) => base === recipe.name),
  )
}
