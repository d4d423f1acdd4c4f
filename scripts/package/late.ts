import type { RolldownPlugin } from 'rolldown'

/** The dependency that stays, though its code is bundled: late modules are loaded from it. */
const LATE_OF = 'dockerode'

/** A module that is loaded when it is first called. */
interface Late {
  /** Path of the file that imports it, from its package's name on. */
  importer: string
  /** The import as written there. */
  id: string
  /** The function it exports, when it is not the module itself. */
  member?: string
}

/**
 * Parts of the Docker client that few networks need and that take longer to load than all the rest:
 * an engine behind SSH or TLS, builds with credentials, and the progress of BuildKit.
 */
const LATE: readonly Late[] = [
  { importer: 'docker-modem/lib/modem.js', id: './ssh' },
  { importer: 'docker-modem/lib/modem.js', id: 'split-ca' },
  { importer: 'dockerode/lib/docker.js', id: './session' },
  { importer: 'dockerode/lib/docker.js', id: './buildkit', member: 'followProgress' },
]

/**
 * Node.js warns of `url.parse` and `url.resolve` outside of node_modules, where the bundle of a
 * clone is: the Docker client has their successors, but for the addresses it makes for SSH, which
 * only they can read.
 */
const ADDRESSES: Late = { importer: 'docker-modem/lib/modem.js', id: 'url' }
const PARSED = `const url = require('node:url')
const parse = (text) => {
  if (URL.canParse(text)) return url.urlToHttpOptions(new URL(text))
  return text.includes(':') ? url.parse(text) : {}
}
const resolve = (from, to) =>
  URL.canParse(to, from) ? new URL(to, from).href : url.resolve(from, to)
module.exports = { ...url, parse, resolve }`

const REPLACED = [...LATE, ADDRESSES]
const PREFIX = '\0late:'

/** Keeps late modules out of a bundle: in the place of each is a function that loads and calls it. */
export const lateModules = (): RolldownPlugin => ({
  name: 'late-modules',
  resolveId(id, importer) {
    const at = REPLACED.findIndex(
      (late) => late.id === id && importer?.endsWith(`/${late.importer}`),
    )
    return at < 0 ? null : `${PREFIX}${at}`
  },
  load(module) {
    if (!module.startsWith(PREFIX)) return null
    const late = REPLACED[Number(module.slice(PREFIX.length))]!
    if (late === ADDRESSES) return PARSED
    const { importer, id, member } = late
    const access = member ? `.${member}` : ''
    // From the importing file, as its package's own dependencies are found from there alone.
    return `const { createRequire } = require('node:module')
const load = () => {
  const near = createRequire(require.resolve('${LATE_OF}'))
  return createRequire(near.resolve('${importer}'))('${id}')
}
module.exports${access} = (...parameters) => load()${access}(...parameters)`
  },
})

/** Dependencies that the late modules of a bundle are loaded from. */
export const lateDependencies = (moduleIds: readonly string[]): string[] =>
  moduleIds.some((id) => id.startsWith(PREFIX)) ? [LATE_OF] : []
