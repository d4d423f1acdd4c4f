import type { AddressSheet } from '@iexec-sim/client'
import type { SdkActor } from './sdk-actor.ts'

/** Encrypts, uploads and deploys a dataset, and pushes its key, as its owner does. */
export async function deployDataset(
  owner: SdkActor,
  sheet: AddressSheet,
  content: string | Uint8Array,
): Promise<string> {
  const { dataset } = owner.sdk
  const key = dataset.generateEncryptionKey()
  const encrypted = await dataset.encrypt(Buffer.from(content as string), key)
  const checksum = await dataset.computeEncryptedFileChecksum(encrypted)
  const { address } = await dataset.deployDataset({
    owner: owner.address,
    name: `dataset ${checksum} of ${owner.address}`,
    multiaddr: new URL(await upload(sheet, encrypted)).pathname,
    checksum,
  })
  const framework = owner.tee ? [{ teeFramework: owner.tee } as never] : []
  await dataset.pushDatasetSecret(address, key, ...framework)
  return address
}

/** A free order of a dataset, for anybody. */
export async function datasetOrder(
  owner: SdkActor,
  dataset: string,
  volume = 100,
): Promise<unknown> {
  const { order } = owner.sdk
  return order.signDatasetorder(
    await order.createDatasetorder({
      dataset,
      datasetprice: 0,
      volume,
      tag: owner.tee ? ['tee'] : [],
    } as never),
  )
}

/** The datasets of orders as a bulk: its CID, and the number of tasks. */
export function prepareBulk(
  { sdk }: SdkActor,
  orders: unknown[],
  maxDatasetPerTask: number,
): Promise<{ cid: string; volume: number }> {
  const order = sdk.order as unknown as {
    prepareDatasetBulk(orders: unknown[], options: object): Promise<{ cid: string; volume: number }>
  }
  return order.prepareDatasetBulk(orders, { maxDatasetPerTask })
}

/** Adds a file the way Kubo's clients do; the answer is its URL. */
export async function upload(
  { gateway }: AddressSheet,
  content: string | Uint8Array,
): Promise<string> {
  const form = new FormData()
  form.append('file', new Blob([content as Uint8Array<ArrayBuffer>]), 'file')
  const answer = await fetch(`${gateway}/api/v0/add`, { method: 'POST', body: form })
  return `${gateway}/ipfs/${((await answer.json()) as { Hash: string }).Hash}`
}
