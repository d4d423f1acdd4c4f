'use strict'
const { enableCompileCache } = require('node:module')
const { homedir } = require('node:os')
const { join } = require('node:path')
const built = require('./built.cjs')

// Halves the start: modules are compiled, and their types stripped, once and not at every command.
// What is kept is code: it is kept where nobody else can write, which the default, a folder of a
// known name in /tmp, is not.
enableCompileCache(
  join(process.env.XDG_CACHE_HOME || join(homedir(), '.cache'), 'iexec-sim', 'compiled'),
)
import(built() ?? '#main')
