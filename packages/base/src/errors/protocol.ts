/** Errors of values that break a rule of the protocol. */
export const protocolErrors = {
  BAD_ADDRESS: {
    message: 'Invalid address "{value}".',
    help: 'Use 20 bytes of hex: 0x and 40 digits.',
    usage: true,
  },
  BAD_BYTES32: {
    message: 'Invalid value "{value}": 32 bytes of hex are required.',
    help: 'Use 0x and 64 digits.',
    usage: true,
  },
  BAD_TAG: {
    message: 'Invalid tag "{value}": {reason}.',
    help: 'Use for example "tee,scone", "tee,gramine", "tee,tdx" or none.',
    usage: true,
  },
  BAD_ENCLAVE_CONFIG: {
    message: 'Invalid enclave configuration: {reason}.',
    help: 'Prepare the image again with "iexec-sim app prepare".',
  },
} as const
