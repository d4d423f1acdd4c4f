/** Errors of the contracts domain. */
export const contractsErrors = {
  GENESIS_MISSING: {
    message: 'The genesis of profile "{profile}" can not be read from {file}.',
    help: 'Build it with "pnpm --filter @iexec-sim/contracts build".',
  },
  BAKE_FAILED: {
    message: 'The genesis could not be baked: {reason}.',
    help: 'See what changed in contracts/ and run "pnpm --filter @iexec-sim/contracts build" again.',
  },
} as const
