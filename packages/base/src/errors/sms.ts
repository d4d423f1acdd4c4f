/** Errors of the Secret Management Service. */
export const smsErrors = {
  AT_REST_KEY_UNREADABLE: {
    message: 'Invalid key file {path} of the stored secrets: it has {bytes} bytes instead of 32.',
    help: 'Restore the file, or remove its folder; the network then starts without the secrets stored there.',
  },
} as const
