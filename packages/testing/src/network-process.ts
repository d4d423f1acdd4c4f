// The start of a process of networks, as bin/iexec-sim.cjs is of the command. Only then is
// the rest loaded.
import { enableCompileCache } from 'node:module'
import { homedir } from 'node:os'
import { join } from 'node:path'

// Modules are compiled once and not in every process. They are stored where no other user can
// write.
enableCompileCache(
  join(process.env.XDG_CACHE_HOME || join(homedir(), '.cache'), 'iexec-sim', 'compiled'),
)
await import('./serve-networks.ts')
