/** Errors of having a task run. */
export const taskErrors = {
  FRAMEWORK_NOT_SERVED: {
    message: 'This network does not serve TEE framework "{framework}".',
    help: 'Use one of {served}.',
    usage: true,
  },
  FOREIGN_VARIANT: {
    message: 'Image {image} is a TEE variant for {variant}, not for {framework}.',
    help: 'Name the plain image, or a variant made with "iexec-sim app prepare --tee {framework}".',
  },
  NO_OFFER: {
    message: 'No workerpool offer: {reason}.',
    help: 'Choose an existing category (0 to 4) and a tag that the pool serves.',
  },
  OFFERS_UNPUBLISHED: {
    message: "The pool's offers are not published: {reason}.",
    help: 'Wait for a few seconds, since the pool tries again, and see the log of the network.',
  },
  TASK_UNKNOWN: {
    message: 'Unknown task {taskId}.',
    help: 'Check the id ("iexec-sim run" prints it), and whether the network was restarted from nothing since.',
  },
  BAD_SECRET_MAPPING: {
    message: 'Invalid secret mapping "{value}".',
    help: 'Write INDEX=NAME, for example --secret 1=my-namespace 2=my-key; INDEX starts at 1.',
    usage: true,
  },
  RESULT_TOO_LARGE: {
    message: 'The result has at least {bytes} bytes; the maximum is {limit}.',
    help: 'Fetch the archive itself from the gateway.',
  },
  RESULT_LOCATION: {
    message: 'Invalid location "{location}" of a result: it is not "/ipfs/" and a CID.',
    help: 'Run the task again: the location is on the chain and cannot be changed.',
  },
  TASK_GONE: {
    message: 'Task {taskId} is gone: the network was restored to a moment before it.',
    help: 'Run it again.',
  },
  RUN_WITHOUT_RESULT: {
    message: 'Run {run} has no result: task {taskId} ended as {status}.',
    help: 'See why with "iexec-sim task show {taskId}" (with the same --state and --profile).',
  },
} as const
