/** Errors of the storage domain. */
export const storageErrors = {} as const
