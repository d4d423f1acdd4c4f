/** Errors of the protocol lab. */
export const labErrors = {
  EXPECTATIONS_INVALID: {
    message: 'The expected differences can not be read from {file}: {reason}.',
    help: 'It is a JSON list of entries with "why" and any of "scenario", "mode", "step", "aspect", "baseline", "candidate".',
  },
  SCENARIO_UNKNOWN: {
    message: 'No scenario has "{filter}" in its name.',
    help: 'Leave the filter out to run all of them, or choose a part of a name that "iexec-sim lab scenarios" lists.',
  },
} as const
