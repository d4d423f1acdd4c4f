/** Errors of the contracts domain. */
export const contractsErrors = {
  GENESIS_MISSING: {
    message: 'Cannot read the genesis of profile "{profile}" with protocol {protocol} from {file}.',
    help: 'Build it with "pnpm --filter @iexec-sim/contracts build".',
  },
  CONTRACTS_MISSING: {
    message: 'Cannot read the compiled contracts from {file}.',
    help: 'Build them with "pnpm --filter @iexec-sim/contracts build".',
  },
  BAKE_FAILED: {
    message: 'Cannot bake the genesis: {reason}.',
    help: 'Check the last change of the contracts and build them again.',
    usage: true,
  },
  PROTOCOL_UNKNOWN: {
    message: 'Unknown protocol "{value}".',
    help: 'Use builtin, poco@5.5.0, poco@6.1.0, or the path of a folder with Hardhat or Foundry artifacts.',
    usage: true,
  },
  PROTOCOL_PACKAGE_MISSING: {
    message: 'The package of the protocol {protocol} is not installed.',
    help: 'Run "pnpm install" in a clone of iexec-sim: the published protocols are among its development dependencies.',
  },
  PROTOCOL_FOLDER_EMPTY: {
    message: 'No compiled contract in the folder {folder}.',
    help: 'Compile first ("hardhat compile" or "forge build"), then pass the artifacts/ or out/ folder.',
    usage: true,
  },
  PROTOCOL_FOLDER_LAYOUT: {
    message: 'The folder {folder} contains {found} instead of Hardhat or Foundry artifacts.',
    help: 'Pass the artifacts/ folder of Hardhat or the out/ folder of Foundry.',
    usage: true,
  },
  PROTOCOL_HALF_BUILT: {
    message: 'Incomplete artifacts in {folder}: {reason}.',
    help: 'Compile again until the compiler reports no error, then start again.',
    usage: true,
  },
  CONTRACT_TOO_LARGE: {
    message: 'The contract {contract} has {size} bytes; the maximum is 24576.',
    help: 'Turn on the optimizer, or move functions to another contract.',
    usage: true,
  },
  PROTOCOL_LACKS_FUNCTION: {
    message: 'The hub in {folder} lacks {functions}.',
    help: 'Implement the missing functions with exactly these parameter types; the network needs them.',
    usage: true,
  },
} as const
