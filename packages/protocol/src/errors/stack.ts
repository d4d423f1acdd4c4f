/** Errors of starting and finding a network. */
export const stackErrors = {
  STATE_LOCKED: {
    message: 'The state folder {path} is held by a running network (process {pid}).',
    help: 'Stop it with "iexec-sim down", or choose another folder with --state DIR.',
  },
  STATE_PROFILE: {
    message: 'The state folder {path} holds a network of profile "{kept}", not "{asked}".',
    help: 'Start it with --profile {kept}, or choose another folder with --state DIR.',
  },
  STATE_CORRUPT: {
    message: '{file} is corrupt: {reason}.',
    help: 'Restore the folder from a copy, or remove it to start anew.',
  },
  STATE_NEWER: {
    message: 'The state folder {path} was written by a newer iexec-sim (layout {layout}).',
    help: 'Update iexec-sim, or choose another folder with --state DIR.',
  },
  STATE_FOREIGN: {
    message: '{path} belongs to another user.',
    help: 'Ask its owner to remove it, or set TMPDIR to a folder of your own.',
  },
  NOT_RUNNING: {
    message: 'No network is running on {path}.',
    help: 'Start one with "iexec-sim up --detach", or name its folder with --state DIR.',
  },
  START_FAILED: {
    message: 'The network did not start: {reason}.',
    help: 'See {log}, or run "iexec-sim doctor".',
  },
  PROGRAM_MISSING: {
    message: 'The enclave program {file} is missing.',
    help: 'Build it with "pnpm build".',
  },
} as const
