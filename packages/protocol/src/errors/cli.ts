/** Errors of the cli domain. */
export const cliErrors = {} as const
