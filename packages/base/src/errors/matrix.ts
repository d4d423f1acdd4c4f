/** Errors of matrices and of what is kept of their cells. */
export const matrixErrors = {
  MATRIX_UNREADABLE: {
    message: 'The matrix {file} can not be read: {reason}.',
    help: 'Check its name, and that it is YAML or JSON.',
    usage: true,
  },
  MATRIX_INVALID: {
    message: 'In the matrix {file}, {place} {reason}',
    help: 'See "iexec-sim matrix --help" for an example.',
    usage: true,
  },
  MATRIX_SECRET_UNSET: {
    message: 'There is no value for secret "{name}".',
    help: 'Set the variable {variable}; for a bundle, which keeps no value, name it with --secret {name}={variable}.',
    usage: true,
  },
  BUNDLE_SECRET: {
    message: 'Secret "{name}" came from the variable {variable}, which a bundle can not have by itself.',
    help: 'If you trust it with that variable: --secret {name}={variable}.',
    usage: true,
  },
  SDK_NOT_INSTALLED: {
    message: 'The official library of major {major} is not among the packages of {dir}.',
    help: 'Install it there: npm install --save-dev iexec@{major}, or iexec{major}@npm:iexec@{major} beside another.',
    usage: true,
  },
  CELL_TIMEOUT: {
    message: 'It took longer than {seconds} s.',
    help: 'Give the matrix a longer timeout, in seconds.',
  },
  CELL_STOPPED: { message: 'It was stopped.', help: 'Run the matrix again.' },
  BUNDLE_CORRUPT: {
    message: 'The bundle {file} can not be read: {reason}.',
    help: 'It is not a file of "iexec-sim matrix", or not all of it.',
    usage: true,
  },
  BUNDLE_FORMAT: {
    message: 'The bundle {file} is of format {format}, which this iexec-sim does not know; it knows {known}.',
    help: 'Read it with the iexec-sim that made it, or update this one.',
    usage: true,
  },
} as const
