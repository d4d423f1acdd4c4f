/** Errors of the Secret Management Service. */
export const smsErrors = {
  AT_REST_KEY_UNREADABLE: {
    message: 'Invalid key file {path} of the stored secrets: it has {bytes} bytes instead of 32.',
    help: 'Restore the file, or remove its folder; the network then starts without the secrets stored there.',
  },
  CANARY_UNSET: {
    message: 'Cannot make {secret} a canary: it is not set.',
    help: 'Push it first.',
    usage: true,
  },
  CANARY_TOO_SHORT: {
    message: 'Cannot make {secret} a canary: its value has fewer than {shortest} characters.',
    help: 'Push a longer value under another name: a short one is found anywhere.',
    usage: true,
  },
} as const
