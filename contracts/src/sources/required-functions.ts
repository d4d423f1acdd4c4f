/** Parts of a network that call a hub. */
export type Caller = 'clients' | 'market' | 'scheduler' | 'worker' | 'SMS' | 'vouchers'

const c = ['clients'] as const
const m = ['clients', 'market'] as const
const w = ['worker'] as const
const s = ['scheduler'] as const
const everyone = ['clients', 'market', 'scheduler', 'worker', 'SMS'] as const

/** The functions without which a service of the network does not work, by name. */
export const requiredFunctions: Readonly<Record<string, readonly Caller[]>> = {
  domain: m,
  verifySignature: m,
  viewConsumed: m,
  viewAccount: [...m, 'scheduler'],
  viewCategory: [...m, 'scheduler'],
  countCategory: [...m, 'scheduler'],
  appregistry: everyone,
  datasetregistry: everyone,
  workerpoolregistry: everyone,
  token: m,
  owner: c,
  viewDeal: everyone,
  viewTask: ['clients', 'scheduler', 'worker', 'SMS', 'vouchers'],
  manageAppOrder: c,
  manageDatasetOrder: c,
  manageWorkerpoolOrder: c,
  manageRequestOrder: c,
  matchOrders: [...c, 'scheduler'],
  approve: c,
  allowance: c,
  deposit: c,
  withdraw: c,
  createCategory: c,
  claim: ['clients', 'scheduler', 'vouchers'],
  claimArray: c,
  initializeAndClaimArray: c,
  final_deadline_ratio: c,
  initialize: s,
  reopen: s,
  finalize: s,
  viewContribution: ['scheduler', 'worker'],
  viewScore: w,
  contribute: w,
  reveal: w,
  contributeAndFinalize: w,
  sponsorMatchOrders: ['vouchers'],
  computeDealVolume: ['vouchers'],
  transfer: ['vouchers'],
  transferFrom: ['vouchers'],
}

/** Those only a hub whose escrow holds a token needs. */
export const requiredOfTokens: Readonly<Record<string, readonly Caller[]>> = { receiveApproval: c }
