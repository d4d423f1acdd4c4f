/** Roles of the contract tests, each a development account, in order. */
export const ROLES = [
  'owner',
  'debugPoolOwner',
  'appOwner',
  'datasetOwner',
  'poolOwner',
  'requester',
  'sponsor',
  'worker1',
  'worker2',
  'worker3',
  'worker4',
  'stranger',
] as const

/** Roles that lock money in the escrow. */
export const PAYERS = [
  'requester',
  'sponsor',
  'poolOwner',
  'worker1',
  'worker2',
  'worker3',
  'worker4',
] as const satisfies (typeof ROLES)[number][]
