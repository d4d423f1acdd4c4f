/** Errors of the stack domain. */
export const stackErrors = {} as const
