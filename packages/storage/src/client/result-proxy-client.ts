import { openAsBlob } from 'node:fs'
import { SimError } from '@iexec-sim/base'
import type { Hex, TaskId, WorkerpoolAuthorization } from '@iexec-sim/protocol'
import type { UploadClaim } from '../results/result-proxy.ts'

/** Speaks to a result proxy over HTTP. */
export class ResultProxyClient {
  readonly #url: string

  constructor(url: string) {
    this.#url = url.replace(/\/$/, '')
  }

  /** A token for an authorised worker; the signature is the worker's over the authorization's hash. */
  async issueToken(authorization: WorkerpoolAuthorization, workerSignature: Hex): Promise<string> {
    const response = await this.#call('POST', '/v1/results/token', workerSignature, JSON.stringify(authorization), {
      'content-type': 'application/json',
    })
    return this.#text('POST', '/v1/results/token', response)
  }

  /** Uploads an archive from a file; the answer is its path, `/ipfs/<cid>`. */
  async uploadFile(claim: UploadClaim, file: string, token: string): Promise<string> {
    const headers = { 'content-type': 'application/zip', 'x-iexec-result': JSON.stringify(claim) }
    return this.#text(
      'POST',
      '/v1/results',
      await this.#call('POST', '/v1/results', token, await openAsBlob(file), headers),
    )
  }

  async isUploaded(taskId: TaskId, token: string): Promise<boolean> {
    const response = await this.#call('HEAD', `/v1/results/${taskId}`, token)
    if (response.ok || response.status === 404) return response.ok
    throw new SimError('HTTP_FAILED', { method: 'HEAD', url: this.#url, status: response.status })
  }

  /** The CID of a task's result; `undefined` before its upload. */
  async ipfsHash(taskId: TaskId): Promise<string | undefined> {
    const path = `/v1/results/${taskId}/ipfshash`
    const response = await this.#call('GET', path)
    return response.status === 404 ? undefined : this.#text('GET', path, response)
  }

  async #text(method: string, path: string, response: Response): Promise<string> {
    if (!response.ok) throw new SimError('HTTP_FAILED', { method, url: this.#url + path, status: response.status })
    return response.text()
  }

  async #call(
    method: string,
    path: string,
    authorization?: string,
    body?: string | Blob,
    headers: Record<string, string> = {},
  ): Promise<Response> {
    try {
      return await fetch(this.#url + path, {
        method,
        headers: { ...headers, ...(authorization ? { authorization } : {}) },
        ...(body === undefined ? {} : { body }),
      })
    } catch (cause) {
      throw new SimError('HTTP_UNREACHABLE', { url: this.#url, reason: 'no answer' }, { cause })
    }
  }
}
