// The start of a process of networks, as bin/iexec-sim.cjs is of the command. Only then is
// the rest loaded.
import { enableCompileCache } from 'node:module'
import { homedir } from 'node:os'
import { join } from 'node:path'
import { setFlagsFromString } from 'node:v8'

// Modules are compiled once and not in every process. They are stored where no other user can
// write.
enableCompileCache(
  join(process.env.XDG_CACHE_HOME || join(homedir(), '.cache'), 'iexec-sim', 'compiled'),
)
// A network is idle most of the time, and there are many of them: their heaps stay small.
for (const flag of ['--semi-space-growth-factor=1', '--heap-growing-percent=60'])
  setFlagsFromString(flag)
await import('./serve-networks.ts')
