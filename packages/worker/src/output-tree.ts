import { lstatSync, readdirSync } from 'node:fs'
import { join } from 'node:path'

/** An app's output as it was copied out of its container. */
export interface OutputCopy {
  /** The folder that holds it. */
  dir: string
  /**
   * Symbolic links, by the path of the empty file that stands for each: where the app made them
   * lead.
   */
  links: Readonly<Record<string, string>>
}

/** Target of a container path: an entry of the copy, or the reason why it does not exist. */
export type Found = { path: string; kind: 'file' | 'folder'; why?: never } | { why: string }

const OUTPUT = 'iexec_out'
/** Links followed before a path counts as a circle, as in Linux. */
const MOST_LINKS = 40

/**
 * Finds what an absolute path of the container leads to, symbolic links followed as a file system
 * would, but never out of `/iexec_out`. `absoluteLinks`: whether a link may name its target by an
 * absolute path.
 */
export function findOutput(
  { dir, links }: OutputCopy,
  containerPath: string,
  absoluteLinks: boolean,
): Found {
  if (!containerPath.startsWith('/')) return { why: `"${containerPath}" is not an absolute path` }
  if (containerPath.includes('\0')) return { why: 'its path holds a NUL character' }
  const ahead = containerPath.split('/')
  let [at, followed, kind]: [string[], number, 'file' | 'folder'] = [[], 0, 'folder']
  for (let part = ahead.shift(); part !== undefined; part = ahead.shift()) {
    if (part === '' || part === '.') continue
    if (kind === 'file') return missing(containerPath, at)
    if (part === '..') at.pop()
    else at.push(part)
    if (at.length > 0 && at[0] !== OUTPUT)
      return { why: `"/${at.join('/')}" is outside of /${OUTPUT}` }
    const inside = at.slice(1).join('/')
    const target = Object.hasOwn(links, inside) ? links[inside] : undefined
    if (target === undefined) {
      const entry = lstatSync(join(dir, inside), { throwIfNoEntry: false })
      if (!entry) return missing(containerPath, at)
      kind = entry.isDirectory() ? 'folder' : 'file'
      continue
    }
    if (++followed > MOST_LINKS) return { why: `"${containerPath}" is a circle of symbolic links` }
    if (target.startsWith('/') && !absoluteLinks) return { why: absoluteLink(at, target) }
    at = target.startsWith('/') ? [] : at.slice(0, -1)
    ahead.unshift(...target.split('/'))
  }
  if (at.length === 0) return { why: `"${containerPath}" is outside of /${OUTPUT}` }
  return { path: join(dir, ...at.slice(1)), kind }
}

/** Entries of an output folder, by name. */
export function namesIn(path: string): string[] {
  return readdirSync(path)
}

function missing(containerPath: string, at: string[]): { why: string } {
  const place = `/${at.join('/')}`
  return {
    why:
      place === containerPath
        ? `"${place}" does not exist`
        : `"${containerPath}" leads to "${place}", which does not exist`,
  }
}

const absoluteLink = (at: string[], target: string): string =>
  `"/${at.join('/')}" is a symbolic link to "${target}", a path that workers, outside of the container, do not have; make the link relative`
