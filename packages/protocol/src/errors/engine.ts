/** Errors of the engine domain. */
export const engineErrors = {} as const
