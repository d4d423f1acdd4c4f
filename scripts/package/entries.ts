/**
 * Entry points of a package: name of the file below `lib/`, without extension, to the source below
 * the package's folder.
 */
export type Entries = Readonly<Record<string, string>>

/** The files that a package's `exports`, or its `imports`, lead to. */
export const entriesOf = (places: Readonly<Record<string, string>> = {}): Entries =>
  Object.fromEntries(Object.entries(places).map(([key, source]) => [entryName(key), source]))

/** `.` is `index`, `./vitest` is `vitest`, `#main` is `main`. */
export const entryName = (key: string): string =>
  key === '.' ? 'index' : key.replace(/^(\.\/|#)/, '')
