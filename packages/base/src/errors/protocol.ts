/** Errors of values that break a rule of the protocol. */
export const protocolErrors = {
  BAD_ADDRESS: {
    message: '"{value}" is not an address.',
    help: 'Give 20 bytes of hex, as 0x followed by 40 digits.',
    usage: true,
  },
  BAD_BYTES32: { message: '"{value}" is not 32 bytes of hex.', help: 'Give 0x followed by 64 digits.', usage: true },
  BAD_TAG: {
    message: 'Tag "{value}" is not valid: {reason}.',
    help: 'Use for example "tee,scone", "tee,gramine", "tee,tdx" or none.',
    usage: true,
  },
  BAD_ENCLAVE_CONFIG: {
    message: 'The enclave configuration is not valid: {reason}.',
    help: 'Prepare the image again with "iexec-sim app prepare".',
  },
} as const
