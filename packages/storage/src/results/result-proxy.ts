import type { Clock } from '@iexec-sim/base'
import {
  type Address,
  type Bytes32,
  type Contribution,
  type Deal,
  type DealId,
  enclaveMessageHash,
  type Hex,
  isHashSignedBy,
  type OnchainTask,
  resultHash,
  sameAddress,
  type TaskId,
  teeFrameworkOf,
  type WorkerpoolAuthorization,
  workerpoolAuthorizationHash,
  ZERO_ADDRESS,
} from '@iexec-sim/protocol'
import type { Recorder, StepEnd } from '@iexec-sim/timeline'
import type { Logger } from 'pino'
import { archiveDigest } from './archive-digest.ts'
import type { ResultStore } from './result-store.ts'
import type { Tokens } from './tokens.ts'

/** The chain as the result proxy reads it; the hub client is one. */
export interface ResultChain {
  /** Returns a task; `undefined` before it is initialized. */
  viewTask(taskId: TaskId): Promise<OnchainTask | undefined>
  /** Returns a deal; `undefined` if there is none with this id. */
  viewDeal(dealId: DealId): Promise<Deal | undefined>
  /** Returns a worker's contribution to a task. */
  viewContribution(taskId: TaskId, worker: Address): Promise<Contribution>
}

/** Claims of an upload. */
export interface UploadClaim {
  /** Id of the task. */
  chainTaskId: TaskId
  /** Digest of the result; zero where the upload does not say it. */
  deterministHash: Bytes32
  /** Signature with the enclave challenge's key; TEE tasks only. */
  enclaveSignature?: Hex
}

/** Decides who may upload which result. */
export class ResultProxy {
  readonly #chain: ResultChain
  readonly #store: ResultStore
  readonly #tokens: Tokens
  readonly #clock: Clock
  readonly #log: Logger
  readonly #recorder: Recorder

  constructor({
    chain,
    store,
    tokens,
    clock,
    log,
    recorder,
  }: {
    chain: ResultChain
    store: ResultStore
    tokens: Tokens
    clock: Clock
    log: Logger
    recorder: Recorder
  }) {
    this.#chain = chain
    this.#store = store
    this.#tokens = tokens
    this.#clock = clock
    this.#log = log
    this.#recorder = recorder
  }

  /**
   * A token for an authorised worker, who shows that it is the one; `undefined` when it may have
   * none.
   */
  async issueToken(
    authorization: WorkerpoolAuthorization,
    workerSignature: string,
  ): Promise<string | undefined> {
    const { chainTaskId, workerWallet, enclaveChallenge, signature } = authorization
    const found = await this.#read(chainTaskId)
    if (!found || this.#clock.now() > Number(found.task.finalDeadline) * 1000) return undefined
    const isTee = teeFrameworkOf(found.deal.tag) !== undefined
    if (isTee === (enclaveChallenge === ZERO_ADDRESS)) return undefined
    const hash = workerpoolAuthorizationHash(workerWallet, chainTaskId, enclaveChallenge)
    if (
      !isHashSignedBy(hash, workerSignature, workerWallet) ||
      !isHashSignedBy(hash, signature.value, found.deal.workerpool.owner)
    )
      return undefined
    this.#store.addAuthorization(authorization)
    return this.#tokens.issue(workerWallet)
  }

  /** Whether the token's wallet may upload this result now; `archive` is the file that was sent. */
  async mayUpload(claim: UploadClaim, wallet: Address, archive: string): Promise<boolean> {
    const { chainTaskId } = claim
    const found = this.#store.result(chainTaskId) ? undefined : await this.#read(chainTaskId)
    const allowed =
      found !== undefined &&
      (teeFrameworkOf(found.deal.tag)
        ? this.#isTeeResult(claim, wallet, found)
        : await this.#isStandardResult(claim, wallet, found.task, archive))
    if (!allowed) {
      this.#log.warn({ taskId: chainTaskId, wallet }, 'upload refused')
      this.#note(chainTaskId, { outcome: 'refused', facts: { wallet } })
    }
    return allowed
  }

  /** Notes a stored result; `false` when another upload of the task was faster. */
  uploaded({ chainTaskId }: UploadClaim, wallet: Address, cid: string): boolean {
    if (!this.#store.addResult(chainTaskId, cid)) return false
    this.#store.removeAuthorization(chainTaskId, wallet)
    this.#log.info({ taskId: chainTaskId, cid }, 'result stored')
    this.#note(chainTaskId, { facts: { wallet, cid } })
    return true
  }

  #note(taskId: TaskId, end: StepEnd): void {
    this.#recorder.note({ taskId, service: 'storage', name: 'result-uploaded', ...end })
  }

  #isTeeResult(
    { chainTaskId, deterministHash, enclaveSignature = '0x' }: UploadClaim,
    wallet: Address,
    { task, deal }: { task: OnchainTask; deal: Deal },
  ): boolean {
    if (task.status !== 'ACTIVE') return false
    if (sameAddress(wallet, deal.requester)) return true
    const challenge = this.#store.authorization(chainTaskId, wallet)?.enclaveChallenge
    if (!challenge) return false
    return isHashSignedBy(
      enclaveMessageHash(wallet, chainTaskId, deterministHash),
      enclaveSignature,
      challenge,
    )
  }

  async #isStandardResult(
    { chainTaskId }: UploadClaim,
    wallet: Address,
    task: OnchainTask,
    archive: string,
  ): Promise<boolean> {
    if (task.status !== 'REVEALING') return false
    const contribution = await this.#chain.viewContribution(chainTaskId, wallet)
    if (contribution.status !== 'PROVED') return false
    const digest = await archiveDigest(archive)
    return digest !== undefined && resultHash(chainTaskId, digest) === contribution.resultHash
  }

  async #read(taskId: TaskId): Promise<{ task: OnchainTask; deal: Deal } | undefined> {
    try {
      const task = await this.#chain.viewTask(taskId)
      const deal = task && (await this.#chain.viewDeal(task.dealId))
      return task && deal && { task, deal }
    } catch {
      return undefined
    }
  }
}
