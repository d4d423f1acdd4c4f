/** Names of the wallet secrets in the SMS that results need. */
export const RESERVED_SECRETS = {
  /** The beneficiary's RSA public key, PEM in base64. */
  encryptionKey: 'iexec-result-encryption-public-key',
  /** The requester's access token for Dropbox. */
  dropboxToken: 'iexec-result-dropbox-token',
  /** The worker's or the requester's upload token for the result proxy. */
  ipfsToken: 'iexec-result-iexec-ipfs-token',
  /** The pool's result proxy, used where the deal names none. */
  resultProxyUrl: 'iexec-result-iexec-result-proxy-url',
} as const
