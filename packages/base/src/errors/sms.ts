/** Errors of the Secret Management Service. */
export const smsErrors = {
  AT_REST_KEY_UNREADABLE: {
    message: 'The key of the stored secrets, "{path}", has {bytes} bytes instead of 32.',
    help: 'Restore the file, or remove the folder it is in: the network then starts without the secrets that were kept there.',
  },
} as const
