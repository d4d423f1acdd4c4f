/** Errors of the chain and its clients. */
export const chainErrors = {
  TIME_BACKWARDS: {
    message: 'Cannot move time to {value}: time only runs forward.',
    help: 'Choose a later moment.',
  },
  TIME_TOO_LATE: {
    message: 'Cannot move time to {value}: the latest year is 9999.',
    help: 'Choose an earlier moment.',
  },
  JOURNAL_CORRUPT: {
    message: 'Corrupt chain journal {file}, line {line}: {reason}.',
    help: 'Restore the state folder from a copy, or remove it to start from nothing.',
  },
  JOURNAL_UNWRITABLE: {
    message: 'Cannot write the chain journal {file}: {reason}.',
    help: 'Free space on that disk and start the network again; everything confirmed so far is kept.',
  },
  JOURNAL_FOREIGN: {
    message:
      'The chain journal {file} was written for other contracts or another profile ({kept}, not {now}).',
    help: 'Choose another folder with --state DIR, or remove it to start from nothing.',
  },
  TRANSACTION_REVERTED: {
    message: 'The chain refused {call}: {reason}.',
    help: "Only the sender's nonce has changed.",
  },
  RPC_REFUSED: {
    message: 'The chain refused {method}: {reason}.',
    help: 'Check the values that were sent.',
  },
  NOT_MINED: {
    message: 'The transaction {hash} was not mined within {seconds} s.',
    help: 'If automatic mining is off, switch it on with "evm_setAutomine" or mine one block with "evm_mine".',
  },
  NO_EVENT: {
    message: 'The transaction {hash} of {call} emitted no {event} event.',
    help: 'Check the hub address.',
  },
} as const
