import { interfaces } from '@iexec-sim/chain/client'
import { dataProtectorAbi, loadGenesis } from '@iexec-sim/contracts'
import { ZERO_BYTES32 } from '@iexec-sim/protocol'
import { Interface } from 'ethers'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { OWNER, TestGraph } from './support/graph.ts'

let graph: TestGraph
beforeEach(async () => {
  graph = await TestGraph.start()
  await graph.prepare()
})
afterEach(() => graph.close())

const { dataProtector, datasetRegistry } = loadGenesis('bellecour').addresses
/** Five characters, and bytes in their place that are not UTF-8. */
const [TEXT, BROKEN] = ['ZZZZZ', '61ff62fe63']
/** Sends a call of a contract with broken bytes for each {@link TEXT}. */
async function sendBroken(to: string, data: string): Promise<void> {
  await graph.rpc('hardhat_impersonateAccount', OWNER)
  const hex = Buffer.from(TEXT).toString('hex')
  await graph.rpc('eth_sendTransaction', { from: OWNER, to, data: data.replaceAll(hex, BROKEN) })
}

it('texts that are not UTF-8 are shown as far as they are, and all that comes later is read', async () => {
  const abi = new Interface(dataProtectorAbi)
  const args = [OWNER, TEXT, TEXT, '0x12', ZERO_BYTES32]
  await sendBroken(dataProtector, abi.encodeFunctionData('createDatasetWithSchema', args))
  const dataset = [OWNER, `2${TEXT}`, '0x12', ZERO_BYTES32]
  const create = interfaces.datasetRegistry().encodeFunctionData('createDataset', dataset)
  await sendBroken(datasetRegistry, create)
  await graph.protect('later', { email: 'string' })
  const { datasets } = await graph.data('{ datasets(orderBy: name) { name } }')
  expect(datasets.map(({ name }: { name: string }) => name)).toEqual([
    '2a\ufffdb\ufffdc',
    'a\ufffdb\ufffdc',
    'first dataset',
    'later',
  ])
  expect(
    await graph.data('{ protectedDatas(orderBy: name) { name jsonSchema schema { id } } }'),
  ).toEqual({
    protectedDatas: [
      { name: 'a\ufffdb\ufffdc', jsonSchema: 'a\ufffdb\ufffdc', schema: [] },
      { name: 'later', jsonSchema: '{"email":"string"}', schema: [{ id: 'email:string' }] },
    ],
  })
})
