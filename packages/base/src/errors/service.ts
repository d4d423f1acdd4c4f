/** Errors of the HTTP doors. */
export const serviceErrors = {
  FILE_UNUSABLE: {
    message: 'Cannot use {file}: {reason}.',
    help: 'Check the file and its permissions, or keep the network in another folder with --state DIR.',
  },
  DATABASE_UNUSABLE: {
    message: 'Cannot use the database {file}: {reason}.',
    help: 'Check that the disk has space and is writable. If the file is damaged, restore the state folder from a copy.',
  },
  PORT_TAKEN: {
    message: 'Port {port} for {service} is already in use.',
    help: 'Stop the process that uses it, or choose another with --port {service}=N (0 for any free port).',
  },
  HTTP_FAILED: {
    message: '{method} {url} returned {status}.',
    help: 'Check the log of that service.',
  },
  HTTP_UNREACHABLE: {
    message: 'Cannot reach {url} ({reason}).',
    help: 'Check with "iexec-sim status" that the network is running.',
  },
} as const
