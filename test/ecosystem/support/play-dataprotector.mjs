// A dapp on DataProtector that names no host and gives no option: `CHAIN IMAGE CHECKSUM` of the app,
// keys of the developer, two owners and a user in KEYS. It prints what it saw as JSON.
import { getWeb3Provider, IExecDataProtectorCore } from '@iexec/dataprotector'
import { IExec, utils } from 'iexec9'

const [chain, image, checksum] = process.argv.slice(2)
const [developerKey, ...keys] = JSON.parse(process.env.KEYS)
const [alice, carol, bob] = keys.map((key) => ({
  core: new IExecDataProtectorCore(getWeb3Provider(key, chain)),
  wallet: new IExec({ ethProvider: utils.getSignerFromPrivateKey(chain, key) }).wallet,
}))
const app = await deploy()
const user = await bob.wallet.getAddress()

const mine = await alice.core.protectData({ name: 'mine', data: { email: 'alice@example.org' } })
const hers = await carol.core.protectData({
  name: 'hers',
  data: { email: 'carol@example.org', age: 40 },
})
const found = await bob.core.getProtectedData({ requiredSchema: { email: 'string', age: 'f64' } })

for (const [owner, { address }] of [
  [alice, mine],
  [carol, hers],
])
  await owner.core.grantAccess({
    protectedData: address,
    authorizedApp: app,
    authorizedUser: user,
    allowBulk: true,
  })
const { grantedAccess } = await bob.core.getGrantedAccess({ authorizedApp: app, bulkOnly: true })
const { bulkRequest } = await bob.core.prepareBulkRequest({
  bulkAccesses: grantedAccess,
  app,
  maxProtectedDataPerTask: 1,
  args: 'bag',
})
const { tasks } = await bob.core.processBulkRequest({
  bulkRequest,
  path: 'result.txt',
  waitForResult: true,
})
const inspected = await bob.core.inspectBulkRequest({ bulkRequest, detailed: true })
const revoked = await carol.core.revokeAllAccess({ protectedData: hers.address })
const left = await bob.core.getGrantedAccess({ protectedData: hers.address })

console.log(
  JSON.stringify({
    found: found.map(({ name }) => name),
    protectedData: [mine.address, hers.address],
    tasks: tasks.map(({ status, result }) => [status, Buffer.from(result).toString()]),
    bulkStatus: inspected.bulkStatus,
    inspected: inspected.tasks.map((task) => task.protectedDataAddresses),
    revoked: revoked.length,
    left: left.count,
  }),
)

/** Deploys the app and offers it for nothing. */
async function deploy() {
  const { app, order, wallet } = new IExec({
    ethProvider: utils.getSignerFromPrivateKey(chain, developerKey),
  })
  const { address } = await app.deployApp({
    owner: await wallet.getAddress(),
    name: 'unconfigured',
    type: 'DOCKER',
    multiaddr: image,
    checksum,
  })
  const offer = await order.createApporder({ app: address, volume: 100, tag: ['tee', 'tdx'] })
  await order.publishApporder(await order.signApporder(offer))
  return address
}
