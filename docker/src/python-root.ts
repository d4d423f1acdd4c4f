import { execFileSync } from 'node:child_process'
import { accessSync, constants, readFileSync } from 'node:fs'

const PACKAGES = ['python3-minimal', 'python3-requests', 'ca-certificates', 'dash']
/** Debian packages are unpacked by this tool; it takes no install script of theirs along. */
const TOOL = 'mmdebstrap'

/** Why the python base cannot be made of Debian packages here. */
export function pythonRootObstacle(): string | undefined {
  if (process.platform !== 'linux') return `this is ${process.platform}, not Debian or Ubuntu`
  if (process.getuid?.() !== 0) return 'unpacking Debian packages needs root'
  if (codename() === undefined || !onPath('apt-get')) return 'this is not Debian or Ubuntu'
  return undefined
}

/** Packages of the python base: those of a release. */
export function pythonRootIdentity(): string {
  return `${codename() ?? 'none'} ${process.arch} ${PACKAGES.join(' ')}`
}

/** Makes the python base's file system as a tar. `finish` is run on the unpacked folder. */
export async function buildPythonRoot(
  tar: string,
  finish: string,
  say: (line: string) => void,
): Promise<void> {
  if (!onPath(TOOL)) {
    say(`installing ${TOOL} with apt-get`)
    run('apt-get', ['update', '-qq'])
    run('apt-get', ['install', '-y', '-qq', '--no-install-recommends', TOOL])
  }
  const include = `--include=${PACKAGES.join(',')}`
  run(TOOL, [
    '--quiet',
    '--variant=extract',
    include,
    `--extract-hook=${finish} "$1"`,
    codename()!,
    tar,
  ])
}

function run(command: string, args: string[]): void {
  execFileSync(command, args, {
    env: { ...process.env, SOURCE_DATE_EPOCH: '0', DEBIAN_FRONTEND: 'noninteractive' },
    stdio: ['ignore', 'ignore', 'inherit'],
  })
}

function codename(): string | undefined {
  try {
    return /^VERSION_CODENAME="?([^"\n]+)/m.exec(readFileSync('/etc/os-release', 'utf8'))?.[1]
  } catch {
    return undefined
  }
}

function onPath(command: string): boolean {
  return (process.env.PATH ?? '').split(':').some((folder) => {
    try {
      accessSync(`${folder}/${command}`, constants.X_OK)
      return true
    } catch {
      return false
    }
  })
}
