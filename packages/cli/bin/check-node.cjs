// Any Node.js reads this, however old: plain ES5.
'use strict'
var NEEDED = 24

/**
 * Says in one sentence, and with what to do, why a version of Node.js ("20.1.0") does not do.
 * Nothing if it does.
 */
module.exports = function checkNode(version) {
  if (Number(version.split('.')[0]) >= NEEDED) return undefined
  return (
    'iexec-sim needs Node.js ' +
    NEEDED +
    ' or later and this is ' +
    version +
    ': in a clone, run ./scripts/setup, ' +
    'which brings it, and then ./iexec-sim; elsewhere, install Node.js ' +
    NEEDED +
    '.'
  )
}
