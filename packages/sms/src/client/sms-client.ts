import { SimError } from '@iexec-sim/base'
import {
  type Address,
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
export type Owner = MessageSigner & { readonly address: string }

/** Speaks to one SMS over HTTP. */
export class SmsClient {
  readonly #url: string

  constructor(url: string) {
    this.#url = url.replace(/\/$/, '')
  }

  /** Whether a requester secret is set. */
  async hasRequesterSecret(requester: Address, name: string): Promise<boolean> {
    return this.#exists(`/requesters/${requester}/secrets/${encodeURIComponent(name)}`)
  }

  /** Sets a requester secret once; `'exists'` when it is set already (the first value stays). */
  async pushRequesterSecret(requester: Owner, name: string, value: string): Promise<'set' | 'exists'> {
    const signature = await signHash(requesterSecretChallenge(requester.address as Address, name, value), requester)
    const path = `/requesters/${requester.address}/secrets/${encodeURIComponent(name)}`
    const response = await this.#call('POST', path, signature, value)
    if (response.status === 204) return 'set'
    if (response.status === 409) return 'exists'
    throw await this.#failure('POST', path, response)
  }

  /** Sets or updates one of a wallet's named secrets. */
  async putNamedSecret(owner: Owner, name: string, value: string): Promise<void> {
    const signature = await signHash(web2SecretChallenge(owner.address as Address, name, value), owner)
    const path = `/secrets/web2?ownerAddress=${owner.address}&secretName=${encodeURIComponent(name)}`
    const method = (await this.#exists(path)) ? 'PUT' : 'POST'
    const response = await this.#call(method, path, signature, value)
    if (response.status !== 204) throw await this.#failure(method, path, response)
  }

  /** The framework the SMS serves. */
  async framework(): Promise<TeeFramework> {
    const response = await this.#call('GET', '/tee/framework')
    return ((await response.json()) as string).toLowerCase() as TeeFramework
  }

  /** How tasks run under a framework; `undefined` when the SMS serves another. */
  async properties(framework: TeeFramework): Promise<TeeProperties | undefined> {
    const response = await this.#call('GET', `/tee/properties/${framework}`)
    return response.ok ? ((await response.json()) as TeeProperties) : undefined
  }

  /** The enclave challenge of a task, asked for by the workerpool's owner; `undefined` when the SMS refuses. */
  async enclaveChallenge(taskId: TaskId, poolOwner: MessageSigner): Promise<Address | undefined> {
    const signature = await signHash(enclaveChallengeRequestHash(taskId), poolOwner)
    const response = await this.#call('POST', `/tee/challenges/${taskId}`, signature)
    return response.ok ? ((await response.text()) as Address) : undefined
  }

  /** A session for an authorised worker. Throws {@link SessionRefused}. */
  async createSession(authorization: WorkerpoolAuthorization, worker: MessageSigner): Promise<CreatedSession> {
    const { workerWallet, chainTaskId, enclaveChallenge } = authorization
    const signature = await signHash(workerpoolAuthorizationHash(workerWallet, chainTaskId, enclaveChallenge), worker)
    const response = await this.#call(
      'POST',
      '/tee/sessions',
      signature,
      JSON.stringify(authorization),
      'application/json',
    )
    const body = (await response.json()) as { data?: CreatedSession; error?: TeeSessionGenerationError }
    if (!body.data) throw new SessionRefused(body.error ?? 'UNKNOWN_ISSUE')
    return body.data
  }

  async #exists(path: string): Promise<boolean> {
    const response = await this.#call('HEAD', path)
    if (response.status === 404) return false
    if (response.ok) return true
    throw await this.#failure('HEAD', path, response)
  }

  async #call(
    method: string,
    path: string,
    authorization?: string,
    body?: string,
    type = 'text/plain',
  ): Promise<Response> {
    const headers = {
      ...(authorization ? { authorization } : {}),
      ...(body === undefined ? {} : { 'content-type': type }),
    }
    try {
      return await fetch(this.#url + path, { method, headers, ...(body === undefined ? {} : { body }) })
    } catch (cause) {
      throw new SimError(
        'HTTP_UNREACHABLE',
        { url: this.#url, reason: String((cause as Error & { cause?: { code?: string } }).cause?.code ?? 'no answer') },
        { cause },
      )
    }
  }

  /** The SMS's own words where it has some: `{"error":["…"]}`. */
  async #failure(method: string, path: string, response: Response): Promise<SimError> {
    const text = await response.text().catch(() => '')
    const said = /"error":\["([^"]+)"\]/.exec(text)?.[1]
    return new SimError('HTTP_FAILED', {
      method,
      url: this.#url + path.split('?')[0],
      status: said ? `${response.status}: ${said}` : response.status,
    })
  }
}
