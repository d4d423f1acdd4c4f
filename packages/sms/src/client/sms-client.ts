import { ask, type Question } from '@iexec-sim/base'
import {
  type Address,
  appSecretChallenge,
  enclaveChallengeRequestHash,
  type MessageSigner,
  requesterSecretChallenge,
  signHash,
  type TaskId,
  type TeeFramework,
  type TeeSessionGenerationError,
  type WorkerpoolAuthorization,
  web2SecretChallenge,
  workerpoolAuthorizationHash,
} from '@iexec-sim/protocol'
import type { CreatedSession } from '../session/session-service.ts'
import type { TeeProperties } from '../tee-properties.ts'
import { SmsReader } from './sms-reader.ts'

/** The SMS refused a session, for a reason of the real service's list. */
export class SessionRefused extends Error {
  override readonly name = 'SessionRefused'
  readonly reason: TeeSessionGenerationError

  constructor(reason: TeeSessionGenerationError) {
    super(`The SMS refused the session: ${reason}.`)
    this.reason = reason
  }
}

/** A wallet that signs for its address; an ethers wallet is one. */
export type Owner = MessageSigner & {
  /** Address of the wallet. */
  readonly address: string
}

/** Speaks to one SMS over HTTP. */
export class SmsClient extends SmsReader {
  /** Sets a requester secret once; `'exists'` when it is set already (the first value stays). */
  async pushRequesterSecret(
    requester: Owner,
    name: string,
    value: string,
  ): Promise<'set' | 'exists'> {
    const signature = await signHash(
      requesterSecretChallenge(requester.address as Address, name, value),
      requester,
    )
    const path = `/requesters/${requester.address}/secrets/${encodeURIComponent(name)}`
    const response = await this.#send('POST', path, signature, value, [409])
    return response.ok ? 'set' : 'exists'
  }

  /** Sets the secret of an app's developer once, as the app's owner; `'exists'` when it is set. */
  async pushAppSecret(owner: Owner, app: Address, value: string): Promise<'set' | 'exists'> {
    const signature = await signHash(appSecretChallenge(app, value), owner)
    const response = await this.#send('POST', `/apps/${app}/secrets`, signature, value, [409])
    return response.ok ? 'set' : 'exists'
  }

  /** Sets or updates one of a wallet's named secrets. */
  async putNamedSecret(owner: Owner, name: string, value: string): Promise<void> {
    const signature = await signHash(
      web2SecretChallenge(owner.address as Address, name, value),
      owner,
    )
    const path = `/secrets/web2?ownerAddress=${owner.address}&secretName=${encodeURIComponent(name)}`
    const method = (await this.exists(path)) ? 'PUT' : 'POST'
    await this.#send(method, path, signature, value)
  }

  /** Properties of a framework; `undefined` if the SMS serves another. */
  async properties(framework: TeeFramework): Promise<TeeProperties | undefined> {
    const response = await ask(`${this.url}/tee/properties/${framework}`, { accept: 'any' })
    return response.ok ? ((await response.json()) as TeeProperties) : undefined
  }

  /**
   * The enclave challenge of a task, asked for by the workerpool's owner; `undefined` when the SMS
   * refuses.
   */
  async enclaveChallenge(taskId: TaskId, poolOwner: MessageSigner): Promise<Address | undefined> {
    const signature = await signHash(enclaveChallengeRequestHash(taskId), poolOwner)
    const response = await this.#send(
      'POST',
      `/tee/challenges/${taskId}`,
      signature,
      undefined,
      'any',
    )
    return response.ok ? ((await response.text()) as Address) : undefined
  }

  /** A session for an authorised worker. Throws {@link SessionRefused}. */
  async createSession(
    authorization: WorkerpoolAuthorization,
    worker: MessageSigner,
  ): Promise<CreatedSession> {
    const { workerWallet, chainTaskId, enclaveChallenge } = authorization
    const signature = await signHash(
      workerpoolAuthorizationHash(workerWallet, chainTaskId, enclaveChallenge),
      worker,
    )
    const response = await ask(`${this.url}/tee/sessions`, {
      json: authorization,
      authorization: signature,
      accept: 'any',
    })
    const body = (await response.json()) as {
      data?: CreatedSession
      error?: TeeSessionGenerationError
    }
    if (!body.data) throw new SessionRefused(body.error ?? 'UNKNOWN_ISSUE')
    return body.data
  }

  /** Sends text, the form in which the SMS takes secrets. */
  #send(
    method: string,
    path: string,
    authorization: string,
    body?: string,
    accept: Question['accept'] = [],
  ) {
    const headers: Record<string, string> =
      body === undefined ? {} : { 'content-type': 'text/plain' }
    return ask(this.url + path, { method, authorization, headers, body, accept })
  }
}
