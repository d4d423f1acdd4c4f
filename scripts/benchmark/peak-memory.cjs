// Preloaded into a measured command: tells its peak memory, in KB, on descriptor 3. Linux keeps
// in resourceUsage() what the parent had before it became the command, so it is asked elsewhere.
'use strict'
const { readFileSync, writeSync } = require('node:fs')
process.on('exit', () => {
  let peak = process.resourceUsage().maxRSS
  try {
    peak = Number(/VmHWM:\s+(\d+)/.exec(readFileSync('/proc/self/status', 'utf8'))[1])
  } catch {}
  writeSync(3, String(peak))
})
