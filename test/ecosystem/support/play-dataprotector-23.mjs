// A dapp on the last DataProtector that knew bellecour and scone. It names no host and gives no
// option: `PREPARED` is the app's image, checksum and enclave; keys of the developer, an owner and a
// user are in KEYS. It prints what it saw as JSON.
import { getWeb3Provider, IExecDataProtectorCore } from 'dataprotector23'
import { IExec, utils } from 'iexec8'

const prepared = JSON.parse(process.argv[2])
const [developerKey, ...keys] = JSON.parse(process.env.KEYS)
const [alice, bob] = keys.map((key) => new IExecDataProtectorCore(getWeb3Provider(key)))
const client = (key) => new IExec({ ethProvider: utils.getSignerFromPrivateKey('bellecour', key) })
const app = await deploy()
const user = await client(keys[1]).wallet.getAddress()

const { address } = await alice.protectData({ name: 'mine', data: { email: 'a@example.org' } })
const found = await bob.getProtectedData({ requiredSchema: { email: 'string' } })
const request = { protectedData: address, app, args: 'dataset-base64', path: 'result.txt' }
const refused = await bob.processProtectedData(request).catch(({ cause }) => cause.message)
const access = await alice.grantAccess({
  protectedData: address,
  authorizedApp: app,
  authorizedUser: user,
})
const granted = await bob.getGrantedAccess({ protectedData: address })
const { result } = await bob.processProtectedData(request)
await alice.revokeOneAccess(access).catch(() => {})
const left = await bob.getGrantedAccess({ protectedData: address })
await alice.transferOwnership({ protectedData: address, newOwner: user })
const [after] = await bob.getProtectedData({ protectedDataAddress: address })

console.log(
  JSON.stringify({
    found: found.map(({ name, schema }) => [name, schema]),
    refused,
    granted: granted.count,
    result: Buffer.from(Buffer.from(result).toString(), 'base64').toString('latin1'),
    left: left.count,
    isUsers: after.owner.toLowerCase() === user.toLowerCase(),
  }),
)

/** Deploys the app and offers it for nothing. */
async function deploy() {
  const { app: apps, order, wallet } = client(developerKey)
  const { image, checksum, mrenclave } = prepared
  const { address } = await apps.deployApp({
    owner: await wallet.getAddress(),
    name: 'unconfigured',
    type: 'DOCKER',
    multiaddr: image,
    checksum,
    mrenclave,
  })
  const offer = await order.createApporder({ app: address, volume: 100, tag: ['tee', 'scone'] })
  await order.publishApporder(await order.signApporder(offer))
  return address
}
