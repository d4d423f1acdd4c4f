/** A contact: protected data that its owner lets an app use. */
export interface Contact {
  address: string
  name: string
  owner: string
  remainingAccess: number
  isUserStrict: boolean
  grantedAccess: unknown
}

/** A deal and its task. */
export interface Sent {
  dealId: string
  taskId: string
}

/** Fields of a mail. */
export interface Mail {
  emailSubject: string
  emailContent: string
  contentType?: string
  senderName?: string
  label?: string
}

/** The web3mail SDK, as far as tests use it. */
export class IExecWeb3mail {
  constructor(ethProvider: unknown, options?: object)
  fetchMyContacts(filter?: { isUserStrict?: boolean; bulkOnly?: boolean }): Promise<Contact[]>
  fetchUserContacts(filter: { userAddress: string }): Promise<Contact[]>
  sendEmail(mail: Mail & { protectedData: string }): Promise<Sent>
  prepareEmailCampaign(
    mail: Mail & { grantedAccesses: unknown[]; maxProtectedDataPerTask?: number },
  ): Promise<{ campaignRequest: unknown }>
  sendEmailCampaign(campaign: { campaignRequest: unknown }): Promise<{ tasks: Sent[] }>
}

/** The web3telegram SDK, as far as tests use it. */
export class IExecWeb3telegram {
  constructor(ethProvider: unknown, options?: object)
  fetchMyContacts(): Promise<Contact[]>
  sendTelegram(message: {
    senderName?: string
    telegramContent: string
    protectedData: string
  }): Promise<Sent>
}

/** A signer for the SDKs. */
export function getWeb3Provider(privateKey: string, rpcUrl: unknown): unknown
