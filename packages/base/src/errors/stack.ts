/** Errors of starting and finding a network. */
export const stackErrors = {
  STATE_LOCKED: {
    message: 'The state folder {path} is held by a running network (process {pid}).',
    help: 'Stop it with "iexec-sim down", or choose another folder with --state DIR.',
  },
  STATE_PROFILE: {
    message: 'The state folder {path} belongs to a network of profile "{kept}", not "{asked}".',
    help: 'Start it with --profile {kept}, or choose another folder with --state DIR.',
  },
  STATE_CHAIN_ID: {
    message: 'The state folder {path} belongs to a chain with id {kept}, not {asked}.',
    help: 'Start it with --chain-id {kept}, or choose another folder with --state DIR.',
  },
  STATE_CORRUPT: {
    message: 'Corrupt file {file}: {reason}.',
    help: 'Restore the folder from a copy, or remove it to start from nothing.',
  },
  STATE_NEWER: {
    message: 'The state folder {path} was written by a newer iexec-sim (layout {layout}).',
    help: 'Update iexec-sim, or choose another folder with --state DIR.',
  },
  STATE_FOREIGN: {
    message: 'The folder {path} belongs to another user.',
    help: 'Choose a folder of your own: --state DIR for the state, TMPDIR for temporary files.',
  },
  STATE_OPEN: {
    message: 'The folder {path} is open to other users (mode {mode}).',
    help: 'Check it for links and files of others, then run "chmod 700 {path}", or choose another folder with --state DIR.',
  },
  STATE_NO_FOLDER: {
    message: '{path} is not a folder.',
    help: 'Remove it, or choose a folder with --state DIR.',
  },
  STATE_INCOMPLETE: {
    message: 'Missing file {file}: its content would be lost.',
    help: 'Restore the whole state folder from one copy, or remove it to start from nothing. To continue without that file, remove {note}.',
  },
  STATE_MOMENTS: {
    message:
      '{file} is older than the rest of the state folder: part of it was lost, or it was restored from an older copy.',
    help: 'Restore the whole state folder from one copy, or remove it to start from nothing. To continue anyway, remove {note}.',
  },
  NOT_RUNNING: {
    message: 'No network is running in {path}.',
    help: 'Start one with "iexec-sim up --detach", or pass its folder with --state DIR.',
  },
  START_FAILED: {
    message: 'The network did not start: {reason}.',
    help: 'See {log}, or run "iexec-sim doctor".',
  },
  CLOSE_TIMEOUT: {
    message: 'The network did not close within {seconds} s.',
    help: 'Its process ends anyway; the next "iexec-sim up" removes what it left in the Docker engine.',
  },
  PROGRAM_MISSING: {
    message: 'The enclave program {file} is missing.',
    help: 'Build it with "pnpm build".',
  },
  SNAPSHOT_CORRUPT: {
    message: 'Corrupt snapshot, {file}: {reason}.',
    help: 'Save or export it again. Nothing was changed.',
  },
  SNAPSHOT_UNKNOWN: {
    message: 'Unknown snapshot "{name}"{near}',
    help: 'List them with "iexec-sim snapshot list".',
  },
  SNAPSHOT_NAME_TAKEN: {
    message: 'The snapshot name "{name}" is reserved for resetting test networks.',
    help: 'Choose another name.',
  },
  SNAPSHOT_EXISTS: {
    message: 'The snapshot "{name}" already exists.',
    help: 'Choose another name, or remove it with "iexec-sim snapshot remove {name}".',
  },
  SNAPSHOT_NAME: {
    message: 'Invalid snapshot name "{name}".',
    help: 'Use up to 64 letters, digits, dots, hyphens and underscores, starting with a letter or digit.',
  },
  SNAPSHOT_FORMAT: {
    message: 'Unknown snapshot format {format}; this iexec-sim reads format {known}.',
    help: 'Use the iexec-sim that made it (version {version}), or update this one.',
  },
  SNAPSHOT_FOREIGN: {
    message: 'The snapshot belongs to {kept}, this network to {here}.',
    help: 'Start a network with the same profile, contracts and accounts, then import it there.',
  },
  SNAPSHOT_LOCKED: {
    message: 'The secrets of the snapshot are encrypted with the key of another network.',
    help: 'Export it with --keys and pass that file to "snapshot import --keys FILE", or import it with --drop-secrets.',
  },
} as const
