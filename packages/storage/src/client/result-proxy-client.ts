import { openAsBlob } from 'node:fs'
import { ask } from '@iexec-sim/base'
import type { Hex, TaskId, WorkerpoolAuthorization } from '@iexec-sim/protocol'
import type { UploadClaim } from '../results/result-proxy.ts'

/** Speaks to a result proxy over HTTP. */
export class ResultProxyClient {
  readonly #url: string

  constructor(url: string) {
    this.#url = url.replace(/\/$/, '')
  }

  /**
   * A token for an authorised worker; the signature is the worker's over the authorization's hash.
   */
  async issueToken(authorization: WorkerpoolAuthorization, workerSignature: Hex): Promise<string> {
    const token = `${this.#url}/v1/results/token`
    return (await ask(token, { json: authorization, authorization: workerSignature })).text()
  }

  /** Uploads an archive from a file and returns its path, `/ipfs/<cid>`. */
  async uploadFile(claim: UploadClaim, file: string, token: string): Promise<string> {
    const headers = { 'content-type': 'application/zip', 'x-iexec-result': JSON.stringify(claim) }
    const body = await openAsBlob(file)
    return (await ask(`${this.#url}/v1/results`, { body, headers, authorization: token })).text()
  }

  /** Whether a task's result is there. */
  async isUploaded(taskId: TaskId, token: string): Promise<boolean> {
    const url = `${this.#url}/v1/results/${taskId}`
    return (await ask(url, { method: 'HEAD', authorization: token, accept: [404] })).ok
  }

  /** The CID of a task's result; `undefined` before its upload. */
  async ipfsHash(taskId: TaskId): Promise<string | undefined> {
    const response = await ask(`${this.#url}/v1/results/${taskId}/ipfshash`, { accept: [404] })
    return response.ok ? response.text() : undefined
  }
}
