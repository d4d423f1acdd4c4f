/** A dataset whose content the SDK encrypted. */
export interface ProtectedData {
  address: string
  owner: string
  name: string
  schema: Record<string, unknown>
}

/** A dataset order, as the SDK shows it. */
export interface GrantedAccess {
  apprestrict: string
  requesterrestrict: string
  remainingAccess: number
}

/** Parameters of `grantAccess` that tests use. */
export interface Grant {
  protectedData: string
  authorizedApp: string
  authorizedUser: string
  numberOfAccess?: number
  allowBulk?: boolean
}

/** Filters of `getProtectedData`, each of them optional. */
export interface Wanted {
  protectedDataAddress?: string
  owner?: string
  requiredSchema?: Record<string, unknown>
  createdAfterTimestamp?: number
}

/** A bulk request and its tasks, as `inspectBulkRequest` tells of them. */
export interface Bulk {
  bulkStatus: string
  tasks: { status: string; bulkIndex: number; protectedDataAddresses?: string[] }[]
}

/** Parameters of `processProtectedData` that tests use. */
export interface ProcessRequest {
  protectedData: string
  app: string
  args?: string
  path?: string
  workerpool?: string
  encryptResult?: boolean
  userWhitelist?: string
}

/** A task that ended, with the file of its result. */
export interface Processed {
  dealId: string
  taskId: string
  result: ArrayBuffer
  pemPrivateKey?: string
}

/** The core module, as far as tests use it. */
export class IExecDataProtectorCore {
  constructor(ethProvider: unknown, options?: object)
  protectData(data: { name?: string; data: Record<string, unknown> }): Promise<ProtectedData>
  grantAccess(grant: Grant): Promise<GrantedAccess>
  getGrantedAccess(filter: {
    protectedData?: string
    authorizedUser?: string
    bulkOnly?: boolean
  }): Promise<{ count: number; grantedAccess: GrantedAccess[] }>
  revokeOneAccess(access: GrantedAccess): Promise<{ txHash: string }>
  revokeAllAccess(filter: { protectedData: string }): Promise<{ txHash: string }[]>
  transferOwnership(transfer: { protectedData: string; newOwner: string }): Promise<unknown>
  getProtectedData(wanted?: Wanted): Promise<ProtectedData[]>
  prepareBulkRequest(request: {
    bulkAccesses: GrantedAccess[]
    app: string
    maxProtectedDataPerTask?: number
    args?: string
  }): Promise<{ bulkRequest: object }>
  processBulkRequest(request: {
    bulkRequest: object
    path?: string
    waitForResult?: boolean
  }): Promise<unknown>
  inspectBulkRequest(request: { bulkRequest: object; detailed?: boolean }): Promise<Bulk>
  processProtectedData(request: ProcessRequest): Promise<Processed>
}

/** A signer for the SDK. */
export function getWeb3Provider(privateKey: string, rpcUrl: string): unknown
