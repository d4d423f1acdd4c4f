import { expect } from 'chai'
import { Contract, ZeroHash } from 'ethers'
import { dataProtectorAbi, datasetAbi } from '../src/index.ts'
import type { ContractOf } from './fixtures/contract-of.ts'
import { type Deployed, deployed } from './fixtures/deployed.ts'
import { everySetup, titleOf } from './fixtures/setups.ts'

const schema = '{"email":"string"}'

for (const setup of everySetup) {
  describe(`DataProtector (${titleOf(setup)})`, () => {
    let at: Deployed
    let protector: ContractOf<typeof dataProtectorAbi>
    const create = (name: string) =>
      protector.createDatasetWithSchema(
        at.people.datasetOwner,
        name,
        schema,
        '0x1234',
        `0x${'11'.repeat(32)}`,
      )

    beforeEach(async () => {
      at = await deployed(setup)
      const { dataProtector } = at.genesis.addresses
      protector = new Contract(
        dataProtector,
        dataProtectorAbi,
        at.people.stranger,
      ) as unknown as typeof protector
    })

    it('creates datasets of the hub’s registry', async () => {
      expect(await protector.registry()).to.equal(await at.datasetRegistry.getAddress())
      expect(await at.hub.datasetregistry()).to.equal(await at.datasetRegistry.getAddress())
    })

    it('gives the dataset to its owner and announces its schema', async () => {
      const { datasetOwner, stranger } = at.people
      const args = [datasetOwner, 'mine', '0x1234', `0x${'11'.repeat(32)}`]
      const address: string = await at.datasetRegistry.predictDataset(...args)
      await expect(create('mine'))
        .to.emit(protector as unknown as Contract, 'DatasetSchema')
        .withArgs(address, schema)
      const dataset = new Contract(address, datasetAbi, stranger) as unknown as ContractOf<
        typeof datasetAbi
      >
      expect([
        await dataset.owner(),
        await dataset.m_datasetName(),
        await dataset.m_datasetMultiaddr(),
        await dataset.m_datasetChecksum(),
      ]).to.deep.equal([datasetOwner.address, 'mine', '0x1234', args[3]])
    })

    it('creates the same dataset once', async () => {
      await create('mine')
      await expect(create('mine')).to.revert(at.ethers)
      await expect(create('other')).not.to.revert(at.ethers)
    })

    it('takes any text as a schema, an empty one too', async () => {
      const args = [at.people.datasetOwner, 'empty', '', '0x', ZeroHash] as const
      const address: string = await protector.createDatasetWithSchema.staticCall(...args)
      await expect(protector.createDatasetWithSchema(...args))
        .to.emit(protector as unknown as Contract, 'DatasetSchema')
        .withArgs(address, '')
    })
  })
}
