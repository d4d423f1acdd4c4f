import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'

/**
 * Files are found relative to the code that reads them, in the source and in the bundle alike. That
 * holds when the code is right below `src/`, as the bundle's is right below `lib/`, and when what
 * it asks for is there. Fails otherwise.
 */
export function checkLayout(dist: string, modules: readonly string[]): void {
  for (const file of modules)
    if (basename(dirname(file)) !== 'src' && placesIn(readFileSync(file, 'utf8')).length > 0)
      throw new Error(`${file} finds a file relative to itself, so it has to be right below src/`)
  const lib = join(dist, 'lib')
  for (const name of readdirSync(lib).filter((name) => name.endsWith('.js')))
    for (const place of placesIn(readFileSync(join(lib, name), 'utf8')))
      if (!existsSync(join(lib, place)))
        throw new Error(`lib/${name} asks for ${place}, which is not packed`)
}

/** Literal places relative to the code; of a place with a variable part, the folder it is in. */
const placesIn = (code: string): string[] =>
  [...code.matchAll(/(?:new URL\(|join\(import\.meta\.dirname, )(['"`])(\.\.?\/?[^'"`]*)\1/g)].map(
    ([, , place]) =>
      place!.includes('${') ? dirname(`${place!.slice(0, place!.indexOf('${'))}x`) : place!,
  )
