import { createLog } from '@iexec-sim/door'
import { type DatasetOrder, type TaskDescription, ZERO_ADDRESS } from '@iexec-sim/protocol'
import { describe, expect, it } from 'vitest'
import { AtRestKey } from '../store/at-rest-key.ts'
import { SecretStore, web3Id } from '../store/secret-store.ts'
import { type BulkDataset, bulkPreComputeVariables, bulkSlice } from './bulk.ts'

const DATASET = `0x${'Ab'.repeat(20)}`
const CHECKSUM = `0x${'12'.repeat(32)}` as const
const INFINITE = String(2n ** 53n - 1n)
const secrets = new SecretStore(':memory:', AtRestKey.ephemeral())
secrets.add(web3Id(DATASET), 'the key')

/** A bulk deal's first task, the lists it names, and a hub that allows all of it. */
function slice(
  lists: Record<string, unknown>,
  generation: 'v8' | 'v9' = 'v9',
): Promise<BulkDataset[] | undefined> {
  const description = {
    deal: { dealId: '0x' },
    task: { index: 0n },
    params: { bulkCid: 'root' },
    generation,
  }
  const content = {
    bytes: async (path: string) => Buffer.from(JSON.stringify(lists[path.replace('/ipfs/', '')])),
  }
  const chain = {
    viewDataset: async () => ({ owner: '0x', name: '', multiaddr: '0x2f61', checksum: CHECKSUM }),
    isDatasetCompatible: async ({ salt }: DatasetOrder) => String(salt) !== 'forbidden',
  }
  const log = createLog({ level: 'silent' })
  return bulkSlice(description as unknown as TaskDescription, {
    content,
    chain: chain as never,
    secrets,
    log,
  })
}

describe('the slice of a bulk task', () => {
  it('contains each dataset the hub allows, with its key', async () => {
    const found = await slice({ root: ['first'], first: [{ dataset: DATASET, volume: INFINITE }] })
    expect(found).toMatchObject([{ address: DATASET, found: { uri: '/a', checksum: CHECKSUM } }])
    expect(Object.keys(bulkPreComputeVariables(found))).toEqual([
      'IEXEC_BULK_SLICE_SIZE',
      'IEXEC_DATASET_1_FILENAME',
      'IEXEC_DATASET_1_URL',
      'IEXEC_DATASET_1_CHECKSUM',
      'IEXEC_DATASET_1_KEY',
    ])
  })

  it.each([
    ['volume that is not for good', { dataset: DATASET, volume: '100' }],
    ['volume that is no number', { dataset: DATASET, volume: 'many' }],
    ['deal it does not allow', { dataset: DATASET, volume: INFINITE, salt: 'forbidden' }],
  ])(
    'contains an order with a %s without its key, and the others with theirs',
    async (_what, order) => {
      const found = await slice({
        root: ['first'],
        first: [order, { dataset: DATASET, volume: INFINITE }],
      })
      expect(found![0]).toEqual({ address: DATASET })
      expect(found![1]).toHaveProperty('found')
    },
  )

  it('gives an entry without a dataset no file name', async () => {
    const found = await slice({
      root: ['first'],
      first: [{ dataset: '../../etc', volume: INFINITE }, null],
    })
    expect(found).toEqual([{ address: ZERO_ADDRESS }, { address: ZERO_ADDRESS }])
  })

  it.each([
    ['root that is no list', { root: 'first' }],
    ['root without the task', { root: [] }],
    ['slice of more than 100', { root: ['first'], first: Array.from({ length: 101 }, () => ({})) }],
  ])('is empty for a %s', async (_what, lists) => {
    expect(await slice(lists)).toEqual([])
  })

  it('does not exist in the v8 generation', async () => {
    expect(await slice({ root: ['first'] }, 'v8')).toBeUndefined()
  })
})
