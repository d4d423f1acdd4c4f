/** Errors of the storage domain. */
export const storageErrors = {
  FETCHED_TOO_LARGE: {
    message: '{path} holds more than the {limit} bytes that were asked for at most.',
    help: 'Fetch it as a stream, or allow more bytes.',
  },
} as const
