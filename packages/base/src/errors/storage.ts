/** Errors of the storage domain. */
export const storageErrors = {
  FETCHED_TOO_LARGE: {
    message: '{path} is larger than the limit of {limit} bytes.',
    help: 'Fetch it as a stream, or raise the limit.',
  },
} as const
