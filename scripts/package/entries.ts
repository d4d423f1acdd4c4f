import type { Manifest } from './manifest.ts'

/** Entry points of a package: name of the file below `lib/`, without extension, to the source below the package's folder. */
export type Entries = Readonly<Record<string, string>>

/** What a package's `exports` and `imports` lead to. */
export function entriesOf({ exports = {}, imports = {} }: Pick<Manifest, 'exports' | 'imports'>): Entries {
  const named = Object.entries({ ...exports, ...imports }).map(([key, source]) => [entryName(key), source])
  return Object.fromEntries(named) as Entries
}

/** `.` is `index`, `./vitest` is `vitest`, `#main` is `main`. */
export const entryName = (key: string): string => (key === '.' ? 'index' : key.replace(/^(\.\/|#)/, ''))
