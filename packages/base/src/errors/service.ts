/** Errors of the HTTP doors. */
export const serviceErrors = {
  FILE_UNUSABLE: {
    message: '{file} cannot be used: {reason}.',
    help: 'Check it and who may use it; --state DIR keeps the network in another folder.',
  },
  DATABASE_UNUSABLE: {
    message: 'The database {file} cannot be used: {reason}.',
    help: 'Check that its disk has space and can be written to. If the file is damaged, restore the state folder from a copy.',
  },
  PORT_TAKEN: {
    message: 'Port {port} for {service} is taken.',
    help: 'Stop what listens there or choose another with --port {service}=N (0 means any free port).',
  },
  HTTP_FAILED: { message: '{method} {url} answered {status}.', help: 'See the log of that service.' },
  HTTP_UNREACHABLE: {
    message: '{url} can not be reached ({reason}).',
    help: 'Is the network up? "iexec-sim status" tells.',
  },
} as const
