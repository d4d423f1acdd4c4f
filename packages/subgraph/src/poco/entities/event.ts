/** Fields of every event. */
export const event = { transaction: 'Transaction!', timestamp: 'BigInt!*' }

/** Fields of everything that goes from one account to another. */
export const transfer = { ...event, from: 'Account!', to: 'Account!' }
