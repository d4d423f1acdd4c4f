import { askPoco } from '../poco/ask-poco.ts'
import { addressOf } from '../poco/values.ts'
import type { Hit } from '../schema/search.ts'
import type { ExplorerSources } from '../sources.ts'
import { addressHits, ensHits } from './by-address.ts'
import { blockHits, hashHits } from './by-hash.ts'

/** Names of each kind that are shown. */
const MOST_NAMES = 5
const CID = /^(?:\/?ipfs\/|ipfs:\/\/)?(Qm[1-9A-HJ-NP-Za-km-z]{44}|b[a-z2-7]{50,})/

/** Finds what a text may mean: a number, a hash, an address, an ENS name, a CID, or a name. */
export function search(sources: ExplorerSources, text: string): Promise<Hit[]> {
  if (/^\d{1,15}$/.test(text)) return blockHits(sources, Number(text))
  if (/^0x[0-9a-f]{64}$/i.test(text)) return hashHits(sources, text.toLowerCase())
  if (/^0x[0-9a-f]{40}$/i.test(text)) return addressHits(sources, text)
  const cid = CID.exec(text)?.[1]
  if (cid) return contentHits(sources, cid)
  return /\.eth$/.test(text) ? ensHits(sources, text) : nameHits(sources, text)
}

/** Tasks whose result, and datasets whose content, a CID is. */
async function contentHits({ poco }: ExplorerSources, cid: string): Promise<Hit[]> {
  const hex = Buffer.from(cid).toString('hex')
  const { tasks, datasets } = await askPoco<{
    tasks: { id: string }[]
    datasets: { id: string; name: string }[]
  }>(
    poco,
    `query ($hex: String!, $bytes: Bytes!) {
      tasks(first: ${MOST_NAMES}, where: { results_contains: $hex }) { id }
      datasets(first: ${MOST_NAMES}, where: { multiaddr_contains: $bytes }) { id name }
    }`,
    { hex, bytes: `0x${hex}` },
  )
  return [
    ...tasks.map(({ id }) => ({ kind: 'task', id, name: null, url: `/tasks/${id}` })),
    ...datasets.map((one) => assetHit('dataset', one)),
  ]
}

async function nameHits({ poco }: ExplorerSources, text: string): Promise<Hit[]> {
  const found = await askPoco<Record<'apps' | 'datasets' | 'workerpools', Named[]>>(
    poco,
    `query ($text: String!) {
      apps(first: ${MOST_NAMES}, where: { name_contains_nocase: $text }) { id name }
      datasets(first: ${MOST_NAMES}, where: { name_contains_nocase: $text }) { id name }
      workerpools(first: ${MOST_NAMES}, where: { description_contains_nocase: $text }) {
        id name: description
      }
    }`,
    { text },
  )
  return [
    ...found.apps.map((one) => assetHit('app', one)),
    ...found.datasets.map((one) => assetHit('dataset', one)),
    ...found.workerpools.map((one) => assetHit('workerpool', one)),
  ]
}

interface Named {
  id: string
  name: string
}

function assetHit(kind: string, { id, name }: Named): Hit {
  const address = addressOf({ id })
  return { kind, id: address, name, url: `/${kind}s/${address}` }
}
