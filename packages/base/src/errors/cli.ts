/** Errors of the command line. */
export const cliErrors = {
  BAD_OPTION: {
    message: '{option} can not be "{value}": {reason}.',
    help: 'See --help for what it takes.',
    usage: true,
  },
  BAD_CHAIN_JSON: {
    message: '{file} is not a JSON object with chains, or can not be read.',
    help: 'Mend it or move it away; without one a new chain.json is written.',
    usage: true,
  },
  NO_VALUE: {
    message: 'There is no value for secret "{name}".',
    help: 'Type it at the prompt or pipe it in: printf %s "$VALUE" | iexec-sim secret push {name} --tee scone',
  },
  SECRET_NOT_TEXT: {
    message: 'Invalid value for secret "{name}": it is not UTF-8 text.',
    help: 'Encode it first and decode it in the app: base64 -w0 key.bin | iexec-sim secret push {name} --tee scone',
  },
  SECRET_EXISTS: {
    message: 'Secret "{name}" is already set for {owner}.',
    help: 'The first value stays: secrets can not be changed. Push the new value under another name.',
  },
  REFUSED: { message: '{reason}', help: '{help}', usage: true },
  FILE_EXISTS: {
    message: 'There is a file {file} already.',
    help: 'Choose another name, or replace it with --force.',
    usage: true,
  },
  FILE_UNREADABLE: {
    message: '{file} can not be read: {reason}.',
    help: 'Check its name and who may read it.',
    usage: true,
  },
  FILE_UNWRITABLE: {
    message: '{file} can not be written: {reason}.',
    help: 'Check that its folder is there, and who may write to it.',
    usage: true,
  },
} as const
