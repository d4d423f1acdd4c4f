/** Errors of the chain and of what speaks to it. */
export const chainErrors = {
  TIME_BACKWARDS: {
    message: 'Time can not be moved to {value}: it only runs forward.',
    help: 'Choose a later moment.',
  },
  TIME_TOO_LATE: {
    message: 'Time can not be moved to {value}: it ends with the year 9999.',
    help: 'Choose an earlier moment.',
  },
  JOURNAL_CORRUPT: {
    message: 'The chain journal {file} is corrupt in line {line}: {reason}.',
    help: 'Restore the state folder from a copy, or remove it to start anew.',
  },
  JOURNAL_UNWRITABLE: {
    message: 'The chain journal {file} can not be written: {reason}.',
    help: 'Make room on that disk and start the network again; what was answered before is kept.',
  },
  JOURNAL_FOREIGN: {
    message: 'The chain journal {file} was written for other contracts or another profile ({kept}, not {now}).',
    help: 'Choose another folder with --state DIR, or remove it to start anew.',
  },
  TRANSACTION_REVERTED: {
    message: 'The chain refused {call}: {reason}.',
    help: "Nothing changed but the sender's nonce.",
  },
  RPC_REFUSED: { message: 'The chain refused {method}: {reason}.', help: 'See the values that were sent.' },
  NOT_MINED: {
    message: 'The transaction {hash} was not mined within {seconds} s.',
    help: 'Was automatic mining switched off? "evm_setAutomine" with true switches it on, "evm_mine" mines once.',
  },
  NO_EVENT: { message: 'The transaction {hash} of {call} left no {event} event.', help: 'Is the hub address right?' },
} as const
