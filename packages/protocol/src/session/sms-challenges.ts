import { concatenateAndHash, sha3String } from '../chain/digests.ts'
import type { Address, Bytes32, TaskId } from '../chain/hex.ts'

const DOMAIN = sha3String('IEXEC_SMS_DOMAIN')

/** Challenge that an owner signs to set the secret of an on-chain object (a dataset key). */
export function web3SecretChallenge(object: Address, value: string): Bytes32 {
  return concatenateAndHash(DOMAIN, object, sha3String(value))
}

/** Challenge that a wallet signs to set or update one of its named secrets. */
export function web2SecretChallenge(owner: Address, name: string, value: string): Bytes32 {
  return concatenateAndHash(DOMAIN, owner, sha3String(name), sha3String(value))
}

/**
 * Challenge that a requester signs to set a requester secret. The same formula as for a named
 * secret.
 */
export const requesterSecretChallenge = web2SecretChallenge

/** Challenge that an app's owner signs to set the app developer secret, whose only index is `1`. */
export function appSecretChallenge(app: Address, value: string): Bytes32 {
  return concatenateAndHash(DOMAIN, app, sha3String('1'), sha3String(value))
}

/** Challenge that a workerpool's owner signs to get the enclave challenge of a task. */
export function enclaveChallengeRequestHash(task: TaskId): Bytes32 {
  return concatenateAndHash(task)
}
