/**
 * Kind of a secret.
 * - `web3`: an on-chain object (a dataset key), one value for good;
 * - `web2`: a wallet's named value, may be updated;
 * - `app`: the app developer secret of an app;
 * - `requester`: a requester's named value for apps to use.
 */
export type SecretFamily = 'web3' | 'web2' | 'app' | 'requester'

/**
 * Identity of a secret: whose it is and what it is called there (empty for an object's only
 * secret).
 */
export interface SecretId {
  /** Family of the secret. */
  family: SecretFamily
  /** Address of the owner or asset, in lower case. */
  owner: string
  /** Name or index of the secret; empty where an owner has one only. */
  name: string
}
