// Builds the images the simulator ships. Started by scripts/images.
import { builtImages } from './built-images.ts'
import { RECIPES } from './catalogue.ts'
import { fileHashes, sourceHashes } from './source-hash.ts'

const say = (line: string) => console.error(line)
const force = process.argv.includes('--force')

try {
  const [hashes, local] = await Promise.all([sourceHashes(RECIPES), builtImages()])
  const built = local ?? (await (await import('./build.ts')).builtElsewhere())
  const wanted = RECIPES.filter(({ name }) => force || built.get(name) !== hashes.get(name))
  if (wanted.length === 0) say('images: all up to date')
  else
    await (await import('./build.ts')).buildImages(wanted, hashes, await fileHashes(RECIPES), say)
} catch (error) {
  const { SimError } = await import('@iexec-sim/base')
  console.error(error instanceof SimError ? `${error.message}\n${error.help}` : error)
  process.exitCode = 1
}
