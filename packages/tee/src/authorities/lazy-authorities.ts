import { existsSync, readdirSync } from 'node:fs'
import { type Authorities, loadAuthorities } from './authorities.ts'

/** The authorities of a network, made when they are first needed. */
export type LazyAuthorities = () => Promise<Authorities>

/**
 * The authorities of a folder. Those that are there are read now, so that a start fails for files
 * that cannot be read; new ones are made with the first call, as making them takes a tenth of a
 * start. Throws `AUTHORITY_UNREADABLE`.
 */
export async function authoritiesIn(dir: string): Promise<LazyAuthorities> {
  let loaded: Promise<Authorities> | undefined
  const load = () => {
    loaded ??= loadAuthorities(dir)
    const loading = loaded
    // What failed for want of room, say, is tried again.
    loading.catch(() => {
      if (loaded === loading) loaded = undefined
    })
    return loading
  }
  if (existsSync(dir) && readdirSync(dir).length > 0) await load()
  return load
}
