/** Errors of the tee domain: authorities, measurement, sessions and enclaves. */
export const teeErrors = {
  AUTHORITY_UNREADABLE: {
    message: 'The keys in "{path}" can not be read ({reason}).',
    help: 'Restore the file, or remove it so that new keys are made; what was certified with the old ones is then void.',
  },
  COMMAND_NOT_QUOTABLE: {
    message:
      'Invalid word {word} in the start command: an enclave configuration cannot say it. It is empty, holds both kinds of quotes, or has a backslash before a quote.',
    help: "Put the command into a script of the image and let the image's ENTRYPOINT start that script.",
  },
  IMAGE_HAS_NO_START: {
    message: 'Image "{image}" has neither ENTRYPOINT nor CMD.',
    help: 'Add an ENTRYPOINT to its Dockerfile: a scone enclave starts with it.',
  },
  SESSION_MALFORMED: {
    message: 'The text is not a session of {framework}.',
    help: 'Deposit sessions through the SMS of the same framework.',
  },
  SESSION_DEPOSIT_FAILED: {
    message: 'The provisioning service at {url} did not take session {session} ({reason}).',
    help: 'See the log of the provisioning service.',
  },
  PROVISIONING_UNREACHABLE: {
    message: 'No provisioning service answers at {url} ({reason}).',
    help: 'Look whether the network is up ("iexec-sim status").',
  },
  ATTESTATION_REFUSED: {
    message: 'The provisioning service refused the evidence of the {stage} enclave of session {session}: {reason}.',
    help: 'If the reason is WRONG_FINGERPRINT, the image is not the one the app was deployed with: prepare and deploy it again.',
  },
  ENCLAVE_NOT_RUN: {
    message: 'The app could not be run in its enclave: {reason}.',
    help: "Mend what is named. The engine's own words are withheld: they could quote the app's variables.",
  },
} as const
