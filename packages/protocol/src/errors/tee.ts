/** Errors of the tee domain: authorities, measurement, sessions and enclaves. */
export const teeErrors = {
  AUTHORITY_UNREADABLE: {
    message: 'The keys in "{path}" can not be read ({reason}).',
    help: 'Restore the file, or remove it so that new keys are made; what was certified with the old ones is then void.',
  },
} as const
