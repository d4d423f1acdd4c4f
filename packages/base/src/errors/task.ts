/** Errors of having a task run. */
export const taskErrors = {
  FRAMEWORK_NOT_SERVED: {
    message: 'TEE framework "{framework}" is not served by this network.',
    help: 'It serves: {served}.',
    usage: true,
  },
  FOREIGN_VARIANT: {
    message: 'Image {image} is a TEE variant for {variant}, not for {framework}.',
    help: 'Name the plain image, or a variant made with "iexec-sim app prepare --tee {framework}".',
  },
  NO_OFFER: {
    message: 'The workerpool makes no offer: {reason}.',
    help: 'Choose an existing category (0 to 4) and a tag the pool serves.',
  },
  TASK_UNKNOWN: {
    message: 'Task {taskId} is unknown to this network.',
    help: 'Was the network started anew since? Task ids are printed by "iexec-sim run".',
  },
  BAD_SECRET_MAPPING: {
    message: '"{value}" is not a secret mapping.',
    help: 'Write INDEX=NAME, for example --secret 1=my-namespace 2=my-key; INDEX is a number from 1 on.',
    usage: true,
  },
  RESULT_TOO_LARGE: {
    message: 'The result holds {bytes} bytes, more than {limit} are not unpacked.',
    help: 'Fetch the archive itself from the gateway.',
  },
  TASK_GONE: {
    message: 'Task {taskId} is gone: the network went back to a moment before it.',
    help: 'Somebody restored a snapshot meanwhile; run it again.',
  },
  RUN_WITHOUT_RESULT: {
    message: 'Run {run} has no result: task {taskId} ended as {status}.',
    help: 'See why with "iexec-sim task show {taskId}" (with --state and --profile as here).',
  },
} as const
