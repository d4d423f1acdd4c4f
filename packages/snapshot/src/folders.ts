import { existsSync, linkSync, mkdirSync, readdirSync, rmSync } from 'node:fs'
import { dirname, join, relative } from 'node:path'

/**
 * Gives a folder's files a second name under another folder. Costs no space; the files must be such
 * as are never changed, only replaced. Unfinished ones, whose names `skip` tells, are left out.
 */
export function linkFolder(
  from: string,
  to: string,
  skip: (name: string) => boolean = () => false,
): void {
  mkdirSync(to, { recursive: true, mode: 0o700 })
  const made = new Set<string>()
  for (const file of filesOf(from)) {
    if (skip(file)) continue
    const target = join(to, file)
    if (!made.has(dirname(target))) mkdirSync(dirname(target), { recursive: true, mode: 0o700 })
    made.add(dirname(target))
    linkSync(join(from, file), target)
  }
}

/** Makes a folder hold the files of another one and no others, by links again. */
export function matchFolder(from: string, to: string): void {
  const wanted = new Set(filesOf(from))
  for (const file of filesOf(to)) rmSync(join(to, file))
  for (const file of wanted) {
    mkdirSync(dirname(join(to, file)), { recursive: true, mode: 0o700 })
    linkSync(join(from, file), join(to, file))
  }
}

/** Paths of the regular files below a folder, relative to it. */
function filesOf(dir: string): string[] {
  if (!existsSync(dir)) return []
  return readdirSync(dir, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => relative(dir, join(entry.parentPath, entry.name)))
}
