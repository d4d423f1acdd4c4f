import { RESERVED_SECRETS, type SecretId } from '@iexec-sim/protocol'

/** Whether a wallet secret is none: where a pool's results go is public, and every start says it. */
export const isPublic = ({ family, name }: SecretId): boolean =>
  family === 'web2' && name === RESERVED_SECRETS.resultProxyUrl
