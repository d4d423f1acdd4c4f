/** Errors of the protocol lab. */
export const labErrors = {
  EXPECTATIONS_INVALID: {
    message: 'Cannot read the expected differences from {file}: {reason}.',
    help: 'Write a JSON list of entries with "why" and any of "scenario", "mode", "step", "aspect", "baseline", "candidate".',
    usage: true,
  },
  SCENARIO_UNKNOWN: {
    message: 'No scenario name contains "{filter}".',
    help: 'Remove the filter to run all scenarios, or use part of a name that "iexec-sim lab scenarios" lists.',
    usage: true,
  },
  MISBEHAVIOUR_MALFORMED: {
    message: 'Invalid misbehaviour "{value}": an actor and a misbehaviour are required.',
    help: 'Write ACTOR=MISBEHAVIOUR, such as worker-1=wrong-digest or scheduler=never-finalizes.',
    usage: true,
  },
  ACTOR_UNKNOWN: {
    message: 'Unknown actor "{actor}": the pool has {workers} and the scheduler.',
    help: 'Choose one of them, or start the network with more --workers.',
    usage: true,
  },
  MISBEHAVIOUR_UNKNOWN: {
    message: 'Unknown misbehaviour "{does}" of {actor}{near}',
    help: 'Choose one of {ways}.',
    usage: true,
  },
} as const
