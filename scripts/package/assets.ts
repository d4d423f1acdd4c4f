import { cpSync, existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { NOTICES_FILE } from './notices.ts'

/** Files that code finds beside itself. */
interface Assets {
  /** Workspace folder whose code reads them. */
  owner: string
  /** Folder below the owner's; the same below `dist/`. */
  folder: string
  /** Names of the files; everything when left out. */
  names?: RegExp
  /** Foreign packages, installed for the owner, that parts of the files were made of. */
  packages?: readonly string[]
}

const ASSETS: readonly Assets[] = [
  {
    owner: 'contracts',
    folder: 'generated',
    names: /\.json$/,
    packages: ['@openzeppelin/contracts', 'poco-5.5.0', 'poco-6.1.0'],
  },
  { owner: 'packages/explorer', folder: 'generated/explorer' },
  { owner: 'packages/worker', folder: 'generated', names: /\.mjs$/ },
  { owner: 'packages/lab', folder: 'expect' },
  { owner: 'docs', folder: 'generated/site' },
  { owner: 'docker', folder: 'base' },
  { owner: 'docker', folder: 'stand-ins' },
  { owner: 'docker', folder: 'apps/messenger' },
  { owner: 'docker', folder: 'apps/web3mail' },
  { owner: 'docker', folder: 'apps/web3telegram' },
]

/**
 * Origins of the files that the bundled modules read: folders of packages, and notices that were
 * made with the files.
 */
export function licensedAssets(
  root: string,
  modules: readonly string[],
): { folders: string[]; notices: string[] } {
  const read = ASSETS.filter(({ owner }) =>
    modules.some((file) => file.startsWith(join(root, owner, 'src/'))),
  )
  return {
    folders: read.flatMap(({ owner, packages = [] }) =>
      packages.map((name) => join(root, owner, 'node_modules', name)),
    ),
    notices: read
      .map(({ owner, folder }) => join(root, owner, folder, NOTICES_FILE))
      .filter((file) => existsSync(file)),
  }
}

/** The files that {@link copyAssets} copies. */
export const assetSources = (root: string, modules: readonly string[]): string[] =>
  ASSETS.filter(({ owner }) =>
    modules.some((file) => file.startsWith(join(root, owner, 'src/'))),
  ).flatMap(({ owner, folder }) =>
    readdirSync(join(root, owner, folder), { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name)),
  )

/** Copies what the bundled modules read into `dist/`. */
export function copyAssets(root: string, dist: string, modules: readonly string[]): void {
  for (const { owner, folder, names = /./ } of ASSETS) {
    if (!modules.some((file) => file.startsWith(join(root, owner, 'src/')))) continue
    const from = join(root, owner, folder)
    const found = existsSync(from) ? readdirSync(from).filter((name) => names.test(name)) : []
    if (found.length === 0)
      throw new Error(`${from} holds nothing to pack: build the workspace first (pnpm build)`)
    for (const name of found)
      cpSync(join(from, name), join(dist, folder, name), { recursive: true })
  }
}
