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
  STATE_CHAIN_ID: {
    message: 'The state folder {path} holds a chain of id {kept}, not {asked}.',
    help: 'Start it with --chain-id {kept}, or choose another folder with --state DIR.',
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
    message: 'The folder {path} belongs to another user.',
    help: 'Choose a folder of your own: --state DIR for the state, TMPDIR for what is kept in /tmp.',
  },
  STATE_OPEN: {
    message: 'The folder {path} can be entered by other users (mode {mode}).',
    help: 'They could have left links and files in it. Look at it, then run "chmod 700 {path}", or choose another with --state DIR.',
  },
  STATE_NO_FOLDER: {
    message: '{path} is not a folder.',
    help: 'Remove it, or choose a folder with --state DIR.',
  },
  STATE_INCOMPLETE: {
    message: '{file} is missing: what the network keeps there would be lost.',
    help: 'Restore the whole state folder from one copy, or remove it to start from nothing. To go on without that file, remove {note}.',
  },
  STATE_MOMENTS: {
    message:
      '{file} is not of the same moment as the rest of the state folder: something in it was lost, or put back from an older copy.',
    help: 'Restore the whole state folder from one copy, or remove it to start from nothing. To go on all the same, remove {note}.',
  },
  NOT_RUNNING: {
    message: 'No network is running on {path}.',
    help: 'Start one with "iexec-sim up --detach", or name its folder with --state DIR.',
  },
  START_FAILED: {
    message: 'The network did not start: {reason}.',
    help: 'See {log}, or run "iexec-sim doctor".',
  },
  CLOSE_TIMEOUT: {
    message: 'The network did not close within {seconds} s.',
    help: 'Its process ends all the same; the next "iexec-sim up" removes what is left in the Docker engine.',
  },
  PROGRAM_MISSING: {
    message: 'The enclave program {file} is missing.',
    help: 'Build it with "pnpm build".',
  },
  SNAPSHOT_CORRUPT: {
    message: 'The snapshot can not be used, {file}: {reason}.',
    help: 'Save or export it anew; nothing was changed.',
  },
  SNAPSHOT_UNKNOWN: {
    message: 'There is no snapshot "{name}"{near}',
    help: 'List them with "iexec-sim snapshot list".',
  },
  SNAPSHOT_NAME_TAKEN: {
    message: 'The snapshot "{name}" is what a network of tests is reset to.',
    help: 'Choose another name.',
  },
  SNAPSHOT_EXISTS: {
    message: 'There is a snapshot "{name}" already.',
    help: 'Choose another name, or remove it with "iexec-sim snapshot remove {name}".',
  },
  SNAPSHOT_NAME: {
    message: '"{name}" is not a name for a snapshot.',
    help: 'Use up to 64 letters, digits, dots, hyphens and underscores, beginning with a letter or digit.',
  },
  SNAPSHOT_FORMAT: {
    message: 'The snapshot is of format {format}, which this iexec-sim does not know; it knows {known}.',
    help: 'Use the iexec-sim that made it (version {version}), or update this one.',
  },
  SNAPSHOT_FOREIGN: {
    message: 'The snapshot is of {kept}, this network is of {here}.',
    help: 'Start a network of the same profile, contracts and accounts, then import it there.',
  },
  SNAPSHOT_LOCKED: {
    message: 'The secrets of the snapshot are encrypted with the key of another network.',
    help: 'Export it with --keys and give that file to "snapshot import --keys FILE", or import it with --drop-secrets.',
  },
} as const
