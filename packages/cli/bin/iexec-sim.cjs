#!/usr/bin/env node
// Any Node.js reads this, however old: plain ES5, and nothing else is loaded before the version is
// known to do.
'use strict'
var refusal = require('./check-node.cjs')(process.versions.node)
if (refusal === undefined) {
  require('./start.cjs')
} else {
  console.error(refusal)
  process.exitCode = 1
}
