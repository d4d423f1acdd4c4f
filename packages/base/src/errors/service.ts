/** Errors of the HTTP doors, and of the names they know. */
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
  BAD_NAME: {
    message: 'Invalid name "{name}": {rule}.',
    help: 'Use for example {example}.',
  },
  NAME_TAKEN: {
    message: 'The name "{name}" belongs to {owner}.',
    help: 'Let its owner change it, for example with "iexec ens register", or choose another name.',
  },
  NAME_NO_ASSET: {
    message: 'The address {address} is not a registered {kind}.',
    help: 'Deploy the {kind} on this network first.',
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
