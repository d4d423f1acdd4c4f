// Builds the explorer's page into generated/explorer, with compressed twins of its files and the
// notices of the packages inside.
import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import react from '@vitejs/plugin-react'
import { build, type Plugin } from 'vite'
import { NOTICES_FILE, writeNotices } from '../../../scripts/package/notices.ts'

/** Smaller files are not worth a second one, bytes. */
const SMALLEST_COMPRESSED = 1_000

const root = join(import.meta.dirname, '../web')
const outDir = join(import.meta.dirname, '../generated/explorer')
const modules = new Set<string>()
const collectModules: Plugin = {
  name: 'collect-modules',
  generateBundle() {
    for (const id of this.getModuleIds()) if (id.includes('/node_modules/')) modules.add(id)
  },
}

await build({
  root,
  configFile: false,
  logLevel: 'warn',
  plugins: [react(), collectModules],
  build: {
    outDir,
    emptyOutDir: true,
    assetsInlineLimit: 0,
    // A page that has to load a style of its own is lost when that request is cut off.
    cssCodeSplit: false,
    modulePreload: { polyfill: false },
    reportCompressedSize: false,
    target: 'es2024',
  },
})
for (const entry of readdirSync(outDir, { recursive: true, withFileTypes: true })) {
  if (!entry.isFile() || !/\.(js|css|html|svg)$/.test(entry.name)) continue
  const file = join(entry.parentPath, entry.name)
  const bytes = readFileSync(file)
  if (bytes.length > SMALLEST_COMPRESSED) writeFileSync(`${file}.gz`, gzipSync(bytes, { level: 9 }))
}
writeNotices(join(outDir, NOTICES_FILE), [...modules])
