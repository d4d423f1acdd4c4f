'use strict'
const { enableCompileCache } = require('node:module')
const { homedir } = require('node:os')
const { join } = require('node:path')
const { setFlagsFromString } = require('node:v8')
const built = require('./built.cjs')

// Halves the start: modules are compiled, and their types stripped, once and not at every command.
// What is kept is code: it is kept where nobody else can write, which the default, a folder of a
// known name in /tmp, is not.
enableCompileCache(
  join(process.env.XDG_CACHE_HOME || join(homedir(), '.cache'), 'iexec-sim', 'compiled'),
)
// A network is busy for a second and idle for hours: room for objects that is never given back
// would cost it 100 MB. Young ones keep to the room they begin with; old ones are looked through
// when they have grown by 60 %, not when they have doubled.
for (const flag of ['--semi-space-growth-factor=1', '--heap-growing-percent=60'])
  setFlagsFromString(flag)
import(built() ?? '#main')
