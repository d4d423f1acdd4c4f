'use strict'
const { readFileSync, statSync } = require('node:fs')
const { join } = require('node:path')

/**
 * In a clone: the address of the bundle that the build made, while none of the files it was made
 * of is newer; `undefined` elsewhere, and once one was edited. The bundle starts in half the time.
 */
module.exports = function built(dist = join(__dirname, '..', 'dist')) {
  try {
    const made = statSync(`${dist}/sources.json`).mtimeMs
    for (const file of JSON.parse(readFileSync(`${dist}/sources.json`, 'utf8')))
      if (statSync(`${dist}/${file}`).mtimeMs > made) return undefined
    return require('node:url').pathToFileURL(`${dist}/lib/main.js`).href
  } catch {
    return undefined
  }
}
