// Makes dist/ of the package in the working folder, which npm installs. All code of the workspace is
// inside, and so are most other packages; the rest are dependencies. Run it as the package's
// "build".
import { cpSync, existsSync, mkdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { assetSources, copyAssets, licensedAssets } from './package/assets.ts'
import { bundle } from './package/bundle.ts'
import { checkLayout } from './package/check-layout.ts'
import { bundleTypes } from './package/declarations.ts'
import { typesOf } from './package/dependencies.ts'
import { entriesOf } from './package/entries.ts'
import { readManifest, writeManifest } from './package/manifest.ts'
import { NOTICES_FILE, writeNotices } from './package/notices.ts'
import { writeSources } from './package/sources.ts'

const folder = process.cwd()
const root = join(import.meta.dirname, '..')
const dist = join(folder, 'dist')
const began = new Date()

const manifest = readManifest(folder)
const published = entriesOf(manifest.exports)
const entries = { ...published, ...entriesOf(manifest.imports) }
rmSync(dist, { recursive: true, force: true })
mkdirSync(dist)
const options = {
  root,
  folder,
  lib: join(dist, 'lib'),
  peers: Object.keys(manifest.peerDependencies ?? {}),
}
const { moduleIds, modules, importers, dependencies } = await bundle({ ...options, entries })
const typed = await bundleTypes({ ...options, entries: published })
copyAssets(root, dist, modules)
for (const own of ['bin', 'README.md'])
  if (existsSync(join(folder, own))) cpSync(join(folder, own), join(dist, own), { recursive: true })
cpSync(join(root, 'LICENSE'), join(dist, 'LICENSE'))
writeNotices(join(dist, NOTICES_FILE), moduleIds, licensedAssets(root, modules))
checkLayout(dist, modules)
writeManifest(dist, manifest, { ...dependencies, ...typesOf({ root, typed, importers, modules }) })
// Bundled packages change with the lockfile.
const sources = [...modules, ...assetSources(root, modules), join(root, 'pnpm-lock.yaml')]
if (manifest.bin) writeSources(dist, sources, began)
console.error(
  `${manifest.name}: dist made in ${((Date.now() - began.getTime()) / 1000).toFixed(1)} s`,
)
