// Builds iexec-sim/network, the image of a whole network. Started by scripts/network-image.
import { execFileSync } from 'node:child_process'
import { chmodSync, copyFileSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { connectEngine, packFolder } from '@iexec-sim/docker'
import { DOCKER_FOLDER } from './catalogue.ts'
import { nodeRootObstacle } from './node-root.ts'
import { provideImages } from './provide.ts'

const OWN_BASE = 'iexec-sim/base-node'

const { values } = parseArgs({
  options: {
    tag: { type: 'string', default: 'iexec-sim/network' },
    base: { type: 'string', default: nodeRootObstacle() === undefined ? OWN_BASE : 'node:24-slim' },
  },
})
const say = (line: string) => console.error(line)
const context = mkdtempSync(join(tmpdir(), 'iexec-sim-network-'))
const engine = connectEngine({ network: 'images' })
try {
  say(`${values.tag}: packing the command line`)
  installApp(join(context, 'app'))
  for (const name of ['Dockerfile', 'iexec-sim'])
    copyFileSync(join(DOCKER_FOLDER, 'network', name), join(context, name))
  chmodSync(join(context, 'iexec-sim'), 0o755)
  await provideImages(engine, [values.base], say)
  say(`${values.tag}: building on ${values.base}`)
  const { size } = await engine.buildImage(packFolder(context), {
    tag: values.tag,
    buildArgs: { BASE: values.base },
  })
  say(`${values.tag}: built, ${Math.round(size / 1e6)} MB`)
} finally {
  await engine.close()
  rmSync(context, { recursive: true, force: true })
}

/**
 * Installs the packed command line as npm does for anybody; its native parts are those of the
 * image's system.
 */
function installApp(app: string): void {
  const run = (command: string, args: string[], cwd: string) =>
    execFileSync(command, args, { cwd, stdio: ['ignore', 'ignore', 'inherit'] })
  const workspace = join(DOCKER_FOLDER, '..')
  mkdirSync(app)
  run('pnpm', ['exec', 'turbo', 'run', 'build', '--filter=@iexec-sim/cli'], workspace)
  run('pnpm', ['--filter', '@iexec-sim/cli', 'pack', '--out', join(context, 'cli.tgz')], workspace)
  writeFileSync(join(app, 'package.json'), '{ "private": true }')
  const quiet = [
    '--prefer-offline',
    '--no-audit',
    '--no-fund',
    '--loglevel=error',
    '--ignore-scripts',
    '--no-package-lock',
  ]
  run('npm', ['install', ...quiet, '--os=linux', '--libc=glibc', '../cli.tgz'], app)
  rmSync(join(context, 'cli.tgz'))
}
