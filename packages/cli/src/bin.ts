import { fileURLToPath } from 'node:url'

/** The file that is started as `iexec-sim`. */
export const bin: string = fileURLToPath(new URL('../bin/iexec-sim.cjs', import.meta.url))
