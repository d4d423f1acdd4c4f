import { fileURLToPath } from 'node:url'

/** The file that is started as `iexec-sim`. */
export const bin: string = fileURLToPath(new URL('../bin/iexec-sim.cjs', import.meta.url))

/** The file that leads official hosts to this machine, for Node.js programs to load first. */
export const hostMap: string = fileURLToPath(new URL('../bin/host-map.cjs', import.meta.url))
