// Bundles the app in the working folder, app.js, into dist/ with its dependencies and their licence
// notices, so that the build of its image needs no package registry. Run it as the app's "build".
import { execFileSync } from 'node:child_process'
import { readFileSync, rmSync } from 'node:fs'
import { resolve } from 'node:path'
import { NOTICES_FILE, writeNotices } from './package/notices.ts'

const META = 'dist/meta.json'

execFileSync(
  'node_modules/.bin/esbuild',
  [
    'app.js',
    '--bundle',
    '--platform=node',
    '--target=node24',
    '--outfile=dist/app.js',
    `--metafile=${META}`,
    '--log-level=warning',
  ],
  { stdio: ['ignore', 'ignore', 'inherit'] },
)
const { outputs } = JSON.parse(readFileSync(META, 'utf8')) as {
  outputs: Record<string, { inputs: Record<string, unknown> }>
}
rmSync(META)
const inputs = Object.values(outputs).flatMap((output) => Object.keys(output.inputs))
writeNotices(
  `dist/${NOTICES_FILE}`,
  inputs.map((file) => resolve(file)),
)
