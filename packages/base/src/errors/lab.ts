/** Errors of the protocol lab. */
export const labErrors = {
  EXPECTATIONS_INVALID: {
    message: 'The expected differences can not be read from {file}: {reason}.',
    help: 'It is a JSON list of entries with "why" and any of "scenario", "mode", "step", "aspect", "baseline", "candidate".',
    usage: true,
  },
  SCENARIO_UNKNOWN: {
    message: 'No scenario has "{filter}" in its name.',
    help: 'Leave the filter out to run all of them, or choose a part of a name that "iexec-sim lab scenarios" lists.',
    usage: true,
  },
  MISBEHAVIOUR_MALFORMED: {
    message: '"{value}" does not say who misbehaves and how.',
    help: 'Write ACTOR=HOW, such as worker-1=wrong-digest or scheduler=never-finalizes.',
    usage: true,
  },
  ACTOR_UNKNOWN: {
    message: 'There is no "{actor}" to misbehave: the pool has {workers} and the scheduler.',
    help: 'Choose one of them, or start the network with more --workers.',
    usage: true,
  },
  MISBEHAVIOUR_UNKNOWN: {
    message: '"{does}" is no way of {actor} to misbehave{near}',
    help: 'It is one of {ways}.',
    usage: true,
  },
} as const
