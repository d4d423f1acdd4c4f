'use strict'
const { readFileSync, statSync } = require('node:fs')
const { join } = require('node:path')
const { pathToFileURL } = require('node:url')

/**
 * In a clone: the address of the bundle that the build made, while none of the files it was made
 * of is newer; `undefined` elsewhere, and once one was edited. The bundle starts in half the time.
 */
module.exports = function built(dist = join(__dirname, '..', 'dist')) {
  const list = join(dist, 'sources.json')
  try {
    const made = statSync(list).mtimeMs
    const isNewer = (file) => statSync(join(dist, file)).mtimeMs > made
    if (JSON.parse(readFileSync(list, 'utf8')).some(isNewer)) return undefined
    return pathToFileURL(join(dist, 'lib', 'main.js')).href
  } catch {
    return undefined
  }
}
