import { TypedDataEncoder } from 'ethers'
import type { Bytes32 } from '../chain/hex.ts'

/** EIP-712 document a wallet signs to log into a service. */
export interface LoginChallenge {
  /** EIP-712 types of the document. */
  types: {
    EIP712Domain: { name: string; type: string }[]
    Challenge: { name: string; type: string }[]
  }
  /** EIP-712 domain: the service and the chain. */
  domain: { name: string; version: string; chainId: number }
  /** The random text to sign. */
  message: { challenge: string }
  /** Type of `message`. */
  primaryType: 'Challenge'
}

/** Domain name of the service that asks. */
export type LoginDomain = 'iExec Core' | 'iExec Result Repository' | 'iExec Gateway'

/** The document for one challenge text. */
export function loginChallenge(
  name: LoginDomain,
  chainId: number,
  challenge: string,
): LoginChallenge {
  return {
    types: {
      EIP712Domain: [
        { name: 'name', type: 'string' },
        { name: 'version', type: 'string' },
        { name: 'chainId', type: 'uint256' },
      ],
      Challenge: [{ name: 'challenge', type: 'string' }],
    },
    domain: { name, version: '1', chainId },
    message: { challenge },
    primaryType: 'Challenge',
  }
}

/** The EIP-712 hash of the document. */
export function loginChallengeHash({ domain, types, message }: LoginChallenge): Bytes32 {
  return TypedDataEncoder.hash(domain, { Challenge: types.Challenge }, message) as Bytes32
}
