import { compiledContracts } from '../compiled.ts'

/** What the compiler made of each contract; written by the build. */
export const compiled = compiledContracts()
