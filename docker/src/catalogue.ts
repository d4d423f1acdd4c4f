import { execFileSync } from 'node:child_process'
import { copyFile, mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { buildNodeRoot, nodeRootIdentity, nodeRootObstacle } from './node-root.ts'
import { buildPythonRoot, pythonRootIdentity, pythonRootObstacle } from './python-root.ts'

/** Folder that holds every image's source. */
export const DOCKER_FOLDER = join(import.meta.dirname, '..')

/** One image the simulator ships. */
export interface Recipe {
  name: string
  /** Folder of its sources, below `docker/`. */
  folder: string
  /** Files of that folder in the image. A change in one rebuilds it. */
  sources: readonly string[]
  /** Name of the image it stands on, built before it. */
  base?: string
  /** Inputs besides its sources. */
  identity?: () => string
  /** Makes the rest of the build context in `context`. */
  furnish?: (context: string, say: (line: string) => void) => Promise<void>
  /** Why this machine cannot build it, and what to pull in its place. */
  fallback?: { obstacle: () => string | undefined; image: string }
}

/** Every image the simulator ships; a base comes before what stands on it. */
export const RECIPES: readonly Recipe[] = [
  {
    name: 'iexec-sim/base-node',
    folder: 'base/node',
    sources: ['Dockerfile'],
    identity: nodeRootIdentity,
    furnish: (context) => buildNodeRoot(join(context, 'rootfs')),
    fallback: { obstacle: nodeRootObstacle, image: 'node:24-alpine' },
  },
  {
    name: 'iexec-sim/base-python',
    folder: 'base/python',
    sources: ['Dockerfile', 'finish.sh'],
    identity: pythonRootIdentity,
    furnish: (context, say) =>
      buildPythonRoot(
        join(context, 'rootfs.tar'),
        join(DOCKER_FOLDER, 'base/python/finish.sh'),
        say,
      ),
    fallback: { obstacle: pythonRootObstacle, image: 'python:3-alpine' },
  },
  onNode('iexec-sim/names', 'stand-ins/names', ['server.mjs']),
  onNode('iexec-sim/stand-ins', 'stand-ins/built-in', [
    'arweave.mjs',
    'countapi.mjs',
    'gateway.mjs',
    'http.mjs',
    'mail.mjs',
    'server.mjs',
    'telegram.mjs',
  ]),
  {
    name: 'iexec-sim/requester-secrets-js',
    folder: 'apps/requester-secrets-js',
    sources: ['Dockerfile', 'app.js', 'package.json', 'node_modules/axios/package.json'],
    base: 'iexec-sim/base-node',
    furnish: bundleApp,
  },
  {
    name: 'iexec-sim/requester-secrets-python',
    folder: 'apps/requester-secrets-python',
    sources: ['Dockerfile', 'app.py'],
    base: 'iexec-sim/base-python',
  },
  messenger('web3mail'),
  messenger('web3telegram'),
]

/** An app that sends messages to contacts in protected data. */
function messenger(name: string): Recipe {
  const shared = ['ask.mjs', 'content.mjs', 'protected-data.mjs', 'task.mjs']
  return {
    name: `iexec-sim/${name}`,
    folder: `apps/${name}`,
    sources: ['Dockerfile', 'app.mjs', ...shared.map((file) => `../messenger/${file}`)],
    base: 'iexec-sim/base-node',
    async furnish(context) {
      for (const file of shared)
        await copyFile(join(DOCKER_FOLDER, 'apps/messenger', file), join(context, file))
    },
  }
}

function onNode(name: string, folder: string, modules: readonly string[]): Recipe {
  return { name, folder, sources: ['Dockerfile', ...modules], base: 'iexec-sim/base-node' }
}

/**
 * One file holds the app and its dependencies, so that the image build needs no package registry.
 */
async function bundleApp(context: string): Promise<void> {
  const folder = join(DOCKER_FOLDER, 'apps/requester-secrets-js')
  execFileSync(process.execPath, [join(DOCKER_FOLDER, '../scripts/bundle-app.ts')], {
    cwd: folder,
    stdio: ['ignore', 'ignore', 'inherit'],
  })
  await mkdir(join(context, 'dist'), { recursive: true })
  for (const name of ['app.js', 'THIRD-PARTY-NOTICES.txt'])
    await copyFile(join(folder, 'dist', name), join(context, 'dist', name))
}
