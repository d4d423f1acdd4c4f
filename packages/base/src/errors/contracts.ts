/** Errors of the contracts domain. */
export const contractsErrors = {
  GENESIS_MISSING: {
    message: 'The genesis of profile "{profile}" with the protocol {protocol} can not be read from {file}.',
    help: 'Build it with "pnpm --filter @iexec-sim/contracts build".',
  },
  CONTRACTS_MISSING: {
    message: 'The compiled contracts can not be read from {file}.',
    help: 'Build them with "pnpm --filter @iexec-sim/contracts build".',
  },
  BAKE_FAILED: {
    message: 'The genesis could not be baked: {reason}.',
    help: 'See what changed in the contracts and build them again.',
    usage: true,
  },
  PROTOCOL_UNKNOWN: {
    message: 'There is no protocol "{value}".',
    help: 'Say builtin, poco@5.5.0, poco@6.1.0, or the path of a folder of Hardhat or Foundry artifacts.',
    usage: true,
  },
  PROTOCOL_PACKAGE_MISSING: {
    message: 'The package of the protocol {protocol} is not installed.',
    help: 'Run "pnpm install" in a clone of iexec-sim: the published protocols are among its development dependencies.',
  },
  PROTOCOL_FOLDER_EMPTY: {
    message: 'The folder {folder} holds no compiled contract.',
    help: 'Compile first ("hardhat compile" or "forge build") and name the artifacts/ or out/ folder that came of it.',
    usage: true,
  },
  PROTOCOL_FOLDER_LAYOUT: {
    message: 'The folder {folder} holds {found}, and not artifacts of Hardhat or Foundry.',
    help: 'Name the artifacts/ folder of Hardhat or the out/ folder of Foundry.',
    usage: true,
  },
  PROTOCOL_HALF_BUILT: {
    message: 'The artifacts in {folder} are not complete: {reason}.',
    help: 'Compile again until the compiler reports no error, then start again.',
    usage: true,
  },
  CONTRACT_TOO_LARGE: {
    message: 'The contract {contract} is of {size} bytes; a contract can have 24576.',
    help: 'Turn the optimizer on, or move functions to another contract.',
    usage: true,
  },
  PROTOCOL_LACKS_FUNCTION: {
    message: 'The hub in {folder} lacks {functions}.',
    help: 'Implement what is missing, with exactly these parameter types: the network can not work without it.',
    usage: true,
  },
} as const
