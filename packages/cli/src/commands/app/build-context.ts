import { existsSync, readFileSync } from 'node:fs'
import { relative, resolve } from 'node:path'

/**
 * Warning that a Docker build in this folder would copy the state folder, keys included, into an
 * image.
 */
export function buildContextWarning(state: string): string | undefined {
  const inside = relative(process.cwd(), resolve(state))
  if (!existsSync('Dockerfile') || !existsSync(state) || inside === '' || inside.startsWith('..'))
    return undefined
  const ignored = existsSync('.dockerignore')
    ? readFileSync('.dockerignore', 'utf8').split('\n')
    : []
  if (ignored.some((line) => line.trim().replace(/^\/|\/$/g, '') === inside)) return undefined
  return `a Docker build here would copy the state folder into the image: add ${inside} to .dockerignore`
}
