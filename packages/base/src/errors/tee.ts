/** Errors of the tee domain: authorities, measurement, sessions and enclaves. */
export const teeErrors = {
  AUTHORITY_UNREADABLE: {
    message: 'Cannot read the keys in {path} ({reason}).',
    help: 'Restore the file, or remove it so that new keys are made; certificates of the old keys become invalid.',
  },
  COMMAND_NOT_QUOTABLE: {
    message:
      'Invalid word {word} in the start command: an enclave configuration cannot express a word that is empty, contains both kinds of quotes, or has a backslash before a quote.',
    help: "Put the command into a script of the image and start that script with the image's ENTRYPOINT.",
  },
  IMAGE_HAS_NO_START: {
    message: 'Image "{image}" has neither ENTRYPOINT nor CMD.',
    help: 'Add an ENTRYPOINT to its Dockerfile: a scone enclave starts with it.',
  },
  SESSION_MALFORMED: {
    message: 'Invalid session: not in the format of {framework}.',
    help: 'Deposit sessions through the SMS of the same framework.',
  },
  SESSION_DEPOSIT_FAILED: {
    message: 'The provisioning service at {url} refused session {session} ({reason}).',
    help: 'Check the log of the provisioning service.',
  },
  PROVISIONING_UNREACHABLE: {
    message: 'No provisioning service responds at {url} ({reason}).',
    help: 'Check with "iexec-sim status" that the network is running.',
  },
  ATTESTATION_REFUSED: {
    message:
      'The provisioning service refused the evidence of the {stage} enclave of session {session}: {reason}.',
    help: 'If the reason is WRONG_FINGERPRINT, the image is not the one the app was deployed with: prepare and deploy it again.',
  },
  ENCLAVE_NOT_RUN: {
    message: 'Cannot run the app in its enclave: {reason}.',
    help: "Fix the named cause. The engine's own message is withheld because it could quote the app's variables.",
  },
} as const
