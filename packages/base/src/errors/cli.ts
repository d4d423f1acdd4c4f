/** Errors of the command line. */
export const cliErrors = {
  BAD_OPTION: {
    message: 'Invalid {option} "{value}": {reason}.',
    help: 'Run the command with --help to see valid values.',
    usage: true,
  },
  BAD_CHAIN_JSON: {
    message: 'Cannot read {file} as a JSON object with chains.',
    help: 'Fix the file, or move it away and a new chain.json is written.',
    usage: true,
  },
  NO_BROWSER: {
    message: 'Cannot open a browser: {reason}.',
    help: 'Open the address that "iexec-sim open --print" prints.',
  },
  NO_VALUE: {
    message: 'Missing value for secret "{name}".',
    help: 'Type it at the prompt, or pipe it in: printf %s "$VALUE" | iexec-sim secret push {name} --tee scone',
  },
  SECRET_NOT_TEXT: {
    message: 'Invalid value for secret "{name}": it is not UTF-8 text.',
    help: 'Encode it first and decode it in the app: base64 -w0 key.bin | iexec-sim secret push {name} --tee scone',
  },
  SECRET_TOO_LONG: {
    message: 'Invalid value for secret "{name}": the maximum is 4096 bytes.',
    help: 'Push a shorter value, for example the key of a file that the app downloads.',
  },
  SECRET_EXISTS: {
    message: 'Secret "{name}" is already set for {owner}.',
    help: 'A secret cannot be changed. Push the new value under another name.',
  },
  REFUSED: { message: '{reason}', help: '{help}', usage: true },
  FILE_EXISTS: {
    message: 'The file {file} already exists.',
    help: 'Choose another name, or replace it with --force.',
    usage: true,
  },
  FILE_UNREADABLE: {
    message: 'Cannot read {file}: {reason}.',
    help: 'Check its name and its permissions.',
    usage: true,
  },
  FILE_UNWRITABLE: {
    message: 'Cannot write {file}: {reason}.',
    help: 'Check that its folder exists and is writable.',
    usage: true,
  },
} as const
