/** Errors of matrices and of the bundles of their cells. */
export const matrixErrors = {
  MATRIX_UNREADABLE: {
    message: 'Cannot read the matrix {file}: {reason}.',
    help: 'Check the file name, and that the file is YAML or JSON.',
    usage: true,
  },
  MATRIX_INVALID: {
    message: 'Invalid matrix {file}: {place} {reason}',
    help: 'See "iexec-sim matrix --help" for an example.',
    usage: true,
  },
  MATRIX_SECRET_UNSET: {
    message: 'Missing value for secret "{name}".',
    help: 'Set the variable {variable}. A bundle keeps no values: pass --secret {name}={variable}.',
    usage: true,
  },
  BUNDLE_SECRET: {
    message:
      'Secret "{name}" came from the variable {variable}, which a bundle cannot read by itself.',
    help: 'If you trust the bundle with that variable, pass --secret {name}={variable}.',
    usage: true,
  },
  SDK_NOT_INSTALLED: {
    message: 'The official library, major {major}, is not installed in {dir}.',
    help: 'Install it there: npm install --save-dev iexec@{major}, or iexec{major}@npm:iexec@{major} beside another.',
    usage: true,
  },
  CELL_TIMEOUT: {
    message: 'The cell took longer than {seconds} s.',
    help: 'Give the matrix a longer timeout, in seconds.',
  },
  CELL_STOPPED: { message: 'The cell was stopped.', help: 'Run the matrix again.' },
  BUNDLE_CORRUPT: {
    message: 'Cannot read the bundle {file}: {reason}.',
    help: 'Use a complete file that "iexec-sim matrix" wrote.',
    usage: true,
  },
  BUNDLE_FORMAT: {
    message: 'Unknown format {format} of bundle {file}; this iexec-sim reads format {known}.',
    help: 'Use the iexec-sim that wrote it, or update this one.',
    usage: true,
  },
} as const
