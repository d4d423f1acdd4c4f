/** Errors of faults that are raised on purpose. */
export const faultErrors = {
  FAULT_NAME_UNKNOWN: {
    message: 'There is no {what} "{value}"{near}',
    help: 'Choose one of {known}.',
    usage: true,
  },
  FAULT_MALFORMED: {
    message: '{fault} is no fault: {reason}.',
    help: 'See "iexec-sim fault add --help" and docs/faults.md for what a fault says.',
    usage: true,
  },
  FAULT_NOT_THERE: {
    message: '"{cause}" does not come about at stage "{stage}".',
    help: 'It does at {stages}.',
    usage: true,
  },
  FAULT_FILE: {
    message: '{file} can not be read as a list of faults: {reason}.',
    help: 'It holds a JSON list of faults; see docs/faults.md.',
    usage: true,
  },
} as const
