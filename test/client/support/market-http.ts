import type { AddressSheet } from '@iexec-sim/client'
import { type BaseWallet, TypedDataEncoder } from 'ethers'

interface Challenge {
  domain: Record<string, string>
  types: { Challenge: { name: string; type: string }[] }
  message: { challenge: string }
}

/** The `authorization` header that answers a fresh challenge of the market. */
export async function answerChallenge(
  { market, chainId }: AddressSheet,
  wallet: BaseWallet,
): Promise<string> {
  const response = await fetch(`${market}/challenge?chainId=${chainId}&address=${wallet.address}`)
  const { domain, types, message } = ((await response.json()) as { data: Challenge }).data
  const own = { Challenge: types.Challenge }
  const signature = await wallet.signTypedData(domain, own, message)
  return `${TypedDataEncoder.hash(domain, own, message)}_${signature}_${wallet.address}`
}

/** Asks the market to withdraw orders. Answers the HTTP status and the body. */
export async function withdraw(
  { market, chainId }: AddressSheet,
  path: string,
  authorization: string,
  target: object,
): Promise<[status: number, body: unknown]> {
  const response = await fetch(`${market}${path}?chainId=${chainId}`, {
    method: 'PUT',
    headers: { authorization, 'content-type': 'application/json' },
    body: JSON.stringify(target),
  })
  return [response.status, await response.json()]
}
