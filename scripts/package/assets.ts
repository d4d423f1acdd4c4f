import { cpSync, existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'

/** Files that code finds beside itself. */
interface Assets {
  /** Workspace folder whose code reads them. */
  owner: string
  /** Folder below the owner's; the same below `dist/`. */
  folder: string
  /** Names of the files; everything when left out. */
  names?: RegExp
}

const ASSETS: readonly Assets[] = [
  { owner: 'contracts', folder: 'generated', names: /\.json$/ },
  { owner: 'packages/worker', folder: 'generated', names: /\.mjs$/ },
  { owner: 'packages/lab', folder: 'expect' },
  { owner: 'docker', folder: 'base' },
  { owner: 'docker', folder: 'stand-ins' },
]

/** Copies what the bundled modules read into `dist/`. */
export function copyAssets(root: string, dist: string, modules: readonly string[]): void {
  for (const { owner, folder, names = /./ } of ASSETS) {
    if (!modules.some((file) => file.startsWith(join(root, owner, 'src/')))) continue
    const from = join(root, owner, folder)
    const found = existsSync(from) ? readdirSync(from).filter((name) => names.test(name)) : []
    if (found.length === 0) throw new Error(`${from} holds nothing to pack: build the workspace first (pnpm build)`)
    for (const name of found) cpSync(join(from, name), join(dist, folder, name), { recursive: true })
  }
}
