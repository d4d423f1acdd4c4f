import { compiledContracts } from '../compiled.ts'

/** Compiled contracts, as the build wrote them. */
export const compiled = compiledContracts()
