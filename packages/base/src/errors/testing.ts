/** Errors of the fixture for other people's tests. */
export const testingErrors = {
  TEST_NETWORK_FAILED: {
    message: 'The network for this test did not start: {reason}.',
    help: '{help}',
  },
  IEXEC_NOT_INSTALLED: {
    message: 'The official library is not installed.',
    help: 'Install it: npm install --save-dev iexec',
  },
  BAD_DURATION: {
    message: 'Invalid duration "{value}".',
    help: 'Use milliseconds, or a number with ms, s, m, h or d, such as "50m".',
  },
  NO_RESULT: {
    message: 'Task {taskId} has no result: {reason}.',
    help: 'Check its status, cause and logs first.',
  },
  NO_RESULT_FILE: {
    message: 'The result of task {taskId} has no file "{file}"; it has {files}.',
    help: 'Use the name of a file that the app writes to IEXEC_OUT.',
  },
} as const
