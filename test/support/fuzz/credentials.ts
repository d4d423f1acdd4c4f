import type { RunningNetwork } from '@iexec-sim/client'
import { type MatchedRun, Requester } from '@iexec-sim/client/requester'
import { connectEngine } from '@iexec-sim/docker'
import {
  type Address,
  encodeTag,
  type Hex,
  signHash,
  workerpoolAuthorizationHash,
  ZERO_ADDRESS,
} from '@iexec-sim/protocol'
import type { Network } from '@iexec-sim/stack'
import { ResultProxyClient } from '@iexec-sim/storage/client'
import { keccak256, Wallet } from 'ethers'

/** Credentials of routes that strangers never reach. */
export interface Credentials {
  /** Of the first worker, at its scheduler. */
  worker: string
  /** Of the first worker, at the result proxy. */
  upload: string
  /** Ids and addresses the services know. */
  known: readonly string[]
}

/**
 * Logs in as the network's first worker, and as one that may upload the result of a task that
 * cannot compute.
 */
export async function credentialsOf({ sheet, controlToken, dir }: Network): Promise<Credentials> {
  const owner = new Wallet(sheet.accounts[1]!.privateKey)
  const worker = new Wallet(sheet.accounts[2]!.privateKey)
  const { dealId, taskId } = await failingTask({ sheet, controlToken, stateDir: dir })
  const workerWallet = worker.address as Address
  const hash = workerpoolAuthorizationHash(workerWallet, taskId, ZERO_ADDRESS)
  const authorization = {
    workerWallet,
    chainTaskId: taskId,
    enclaveChallenge: ZERO_ADDRESS,
    signature: { value: await signHash(hash, owner) },
  }
  const upload = await new ResultProxyClient(sheet.resultProxy).issueToken(
    authorization,
    await signHash(hash, worker),
  )
  return {
    worker: await logIn(sheet.workerpool.url, worker),
    upload,
    known: [taskId, dealId, workerWallet],
  }
}

/** A task of an app whose image does not exist, once it is on chain and cannot succeed. */
async function failingTask(network: RunningNetwork): Promise<MatchedRun> {
  // Only images are asked of the engine, and this one is not looked up.
  const requester = new Requester(network, connectEngine({ network: 'fuzz' }))
  const prepared = { image: 'iexec-sim-test/nowhere', checksum: `0x${'00'.repeat(32)}` as Hex }
  const matched = await requester.match(
    { image: prepared.image, tag: encodeTag(''), secrets: {} },
    prepared,
  )
  for await (const _ of requester.follow(matched.taskId));
  return matched
}

async function logIn(url: string, wallet: Wallet): Promise<string> {
  const query = `?walletAddress=${wallet.address}`
  const challenge = await (await fetch(`${url}/workers/challenge${query}`)).text()
  const value = wallet.signingKey.sign(keccak256(Buffer.from(challenge))).serialized
  const headers = { 'content-type': 'application/json' }
  const body = JSON.stringify({ value })
  return (await fetch(`${url}/workers/login${query}`, { method: 'POST', headers, body })).text()
}
