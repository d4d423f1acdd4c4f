import { execFileSync } from 'node:child_process'
import { copyFileSync, existsSync, mkdirSync, statSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'

const CERTIFICATES = '/etc/ssl/certs/ca-certificates.crt'
const PASSWD =
  'root:x:0:0:root:/root:/sbin/nologin\nnode:x:1000:1000:node:/home/node:/sbin/nologin\nnobody:x:65534:65534:nobody:/:/sbin/nologin\n'
const GROUP = 'root:x:0:\nnode:x:1000:\nnogroup:x:65534:\n'
const NSSWITCH = 'passwd: files\ngroup: files\nhosts: files dns\n'

/** Why the node base cannot be made of this machine's own Node.js. */
export function nodeRootObstacle(): string | undefined {
  if (process.platform !== 'linux') return `this is ${process.platform}, not Linux`
  try {
    return libraries().length > 0 ? undefined : 'the node binary names no libraries'
  } catch {
    return '"ldd" does not work here'
  }
}

/** Binary of the node base: this one. */
export function nodeRootIdentity(): string {
  return `${process.version} ${process.arch} ${statSync(process.execPath).size}`
}

/**
 * Lays out the node base's file system: the binary that runs this, its libraries, name lookup,
 * users, certificates.
 */
export async function buildNodeRoot(root: string): Promise<void> {
  const copy = (from: string, to = from) => {
    mkdirSync(dirname(join(root, to)), { recursive: true })
    copyFileSync(from, join(root, to))
  }
  const write = (path: string, text: string) => {
    mkdirSync(dirname(join(root, path)), { recursive: true })
    writeFileSync(join(root, path), text)
  }
  copy(process.execPath, '/usr/local/bin/node')
  const found = libraries()
  for (const library of found) copy(library)
  const libc = dirname(found.find((path) => path.includes('libc.so')) ?? found[0]!)
  for (const name of ['libnss_dns.so.2', 'libnss_files.so.2', 'libresolv.so.2']) {
    if (existsSync(join(libc, name))) copy(join(libc, name))
  }
  if (existsSync(CERTIFICATES)) copy(CERTIFICATES)
  write('/etc/passwd', PASSWD)
  write('/etc/group', GROUP)
  write('/etc/nsswitch.conf', NSSWITCH)
  mkdirSync(join(root, 'tmp'), { recursive: true })
}

/** Paths of the libraries the node binary asks for, the loader included. */
function libraries(): string[] {
  const lines = loaded().split('\n')
  return lines.map((line) => /(\/\S+) \(0x/.exec(line)?.[1]).filter((path) => path !== undefined)
}

/** Output of `ldd`; without a shell to run it, the loader is asked in the same way. */
function loaded(): string {
  const run = (command: string, argument: string, env = process.env) =>
    execFileSync(command, [argument], {
      env,
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
    })
  try {
    return run('ldd', process.execPath)
  } catch {
    return run(process.execPath, '--version', { LD_TRACE_LOADED_OBJECTS: '1' })
  }
}
