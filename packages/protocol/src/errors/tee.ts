/** Errors of the tee domain. */
export const teeErrors = {} as const
