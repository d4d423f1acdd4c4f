import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { entryName } from './entries.ts'
import { SOURCES_FILE } from './sources.ts'

/** The parts of a package.json that matter here. */
export interface Manifest {
  name: string
  version: string
  description: string
  license: string
  repository?: unknown
  keywords?: readonly string[]
  bin?: Record<string, string>
  exports?: Record<string, string>
  imports?: Record<string, string>
  dependencies?: Record<string, string>
  peerDependencies?: Record<string, string>
  peerDependenciesMeta?: Record<string, unknown>
}

/** Reads the package.json of a folder. */
export const readManifest = (folder: string): Manifest =>
  JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as Manifest

/**
 * Writes the package.json that is published: its entry points are JavaScript, its dependencies what
 * the bundle imports.
 */
export function writeManifest(
  dist: string,
  source: Manifest,
  dependencies: Record<string, string>,
): void {
  const { name, version, description, license, repository, keywords, bin } = source
  const { peerDependencies = {} } = source
  const kept = Object.fromEntries(
    Object.entries(dependencies)
      .filter(([name]) => !(name in peerDependencies))
      .sort(([a], [b]) => (a < b ? -1 : 1)),
  )
  const published = {
    name,
    version,
    description,
    license,
    repository,
    keywords,
    type: 'module',
    engines: { node: '>=24' },
    // Named, because what git ignores is left out otherwise.
    files: readdirSync(dist).filter((name) => name !== SOURCES_FILE),
    bin,
    exports:
      source.exports &&
      mapKeys(source.exports, (file) => ({ types: `${file}.d.ts`, default: `${file}.js` })),
    imports: source.imports && mapKeys(source.imports, (file) => `${file}.js`),
    dependencies: kept,
    peerDependencies: source.peerDependencies,
    peerDependenciesMeta: source.peerDependenciesMeta,
  }
  writeFileSync(join(dist, 'package.json'), `${JSON.stringify(published, null, 2)}\n`)
}

const mapKeys = <T>(
  entries: Record<string, string>,
  toTarget: (file: string) => T,
): Record<string, T> =>
  Object.fromEntries(Object.keys(entries).map((key) => [key, toTarget(`./lib/${entryName(key)}`)]))
