/** Errors of faults that are raised on purpose. */
export const faultErrors = {
  FAULT_NAME_UNKNOWN: {
    message: 'Unknown {what} "{value}"{near}',
    help: 'Choose one of {known}.',
    usage: true,
  },
  FAULT_MALFORMED: {
    message: 'Invalid fault {fault}: {reason}',
    help: 'See "iexec-sim fault add --help" and docs/faults.md for the fields of a fault.',
    usage: true,
  },
  FAULT_NOT_THERE: {
    message: '"{cause}" cannot occur at stage "{stage}".',
    help: 'Use one of {stages}.',
    usage: true,
  },
  FAULT_FILE: {
    message: 'Cannot read {file} as a list of faults: {reason}.',
    help: 'Write a JSON list of faults; see docs/faults.md.',
    usage: true,
  },
} as const
