/** Errors of the chain domain. */
export const chainErrors = {} as const
