import {
  type Address,
  appSecretChallenge,
  type Bytes32,
  enclaveChallengeRequestHash,
  type Hex,
  type MessageSigner,
  requesterSecretChallenge,
  signHash,
  type TaskId,
  web2SecretChallenge,
  web3SecretChallenge,
  workerpoolAuthorizationHash,
} from '@iexec-sim/protocol'
import type { Wallet } from 'ethers'
import type { TestNetwork } from './network.ts'
import type { TestSms } from './service.ts'

/** A response. */
export interface Answer {
  status: number
  text: string
}

/**
 * Speaks HTTP to a test SMS, byte by byte as a client would, and keeps what it hears for the scan.
 */
export class Requests {
  readonly sms: TestSms

  constructor(sms: TestSms) {
    this.sms = sms
  }

  async call(method: string, path: string, authorization?: string, body?: string): Promise<Answer> {
    const response = await fetch(this.sms.url + path, {
      method,
      headers: {
        ...(authorization === undefined ? {} : { authorization }),
        ...(body === undefined ? {} : { 'content-type': 'text/plain' }),
      },
      ...(body === undefined ? {} : { body }),
    })
    const text = await response.text()
    this.sms.scan.answers.push(`${JSON.stringify([...response.headers])}\n${text}`)
    return { status: response.status, text }
  }

  /**
   * Writes a secret under a signature; the value is looked for in all that comes out from then on.
   */
  async write(
    method: 'POST' | 'PUT',
    path: string,
    hash: Bytes32,
    signer: MessageSigner,
    value: string,
  ) {
    this.sms.scan.values.add(value)
    return this.call(method, path, await signHash(hash, signer), value)
  }

  web2(
    owner: Wallet,
    name: string,
    value: string,
    method: 'POST' | 'PUT' = 'POST',
    signer: MessageSigner = owner,
  ) {
    const path = `/secrets/web2?ownerAddress=${owner.address}&secretName=${encodeURIComponent(name)}`
    return this.write(
      method,
      path,
      web2SecretChallenge(owner.address as Address, name, value),
      signer,
      value,
    )
  }

  web3(object: Address, value: string, signer: MessageSigner) {
    return this.write(
      'POST',
      `/secrets/web3?secretAddress=${object}`,
      web3SecretChallenge(object, value),
      signer,
      value,
    )
  }

  app(app: string, value: string, signer: MessageSigner, suffix = '') {
    const hash = appSecretChallenge(app as Address, value)
    return this.write('POST', `/apps/${app}/secrets${suffix}`, hash, signer, value)
  }

  requester(requester: Wallet, key: string, value: string, signer: MessageSigner = requester) {
    const hash = requesterSecretChallenge(requester.address as Address, key, value)
    return this.write(
      'POST',
      `/requesters/${requester.address}/secrets/${encodeURIComponent(key)}`,
      hash,
      signer,
      value,
    )
  }

  /** Has the enclave challenge of a task made, as the pool's owner. */
  async challenge(network: TestNetwork, taskId: TaskId): Promise<Answer> {
    const signature = await signHash(enclaveChallengeRequestHash(taskId), network.wallets.poolOwner)
    return this.call('POST', `/tee/challenges/${taskId}`, signature)
  }

  /** Asks for a session as a worker with the pool owner's leave; each part may be another's. */
  async session(network: TestNetwork, taskId: TaskId, wish: SessionWish = {}): Promise<Answer> {
    const { worker, poolOwner } = network.wallets
    const enclaveChallenge = wish.enclaveChallenge ?? network.at('stranger')
    const hash = workerpoolAuthorizationHash(network.at('worker'), taskId, enclaveChallenge)
    const authorization = {
      chainTaskId: taskId,
      workerWallet: worker.address,
      enclaveChallenge,
      signature: { value: (await signHash(hash, wish.poolOwner ?? poolOwner)) as Hex },
    }
    const signature = await signHash(hash, wish.worker ?? worker)
    return this.call('POST', '/tee/sessions', signature, JSON.stringify(authorization))
  }
}

/** Wrong parts of a session request. */
export interface SessionWish {
  worker?: MessageSigner
  poolOwner?: MessageSigner
  enclaveChallenge?: Address
}
