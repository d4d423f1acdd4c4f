import { execFileSync } from 'node:child_process'
import { getWeb3Provider, IExecDataProtectorCore, type ProtectedData } from '@iexec/dataprotector'
import { IExec, utils } from 'iexec'
import { beforeAll, expect, test } from 'vitest'

// Nothing here names a simulator: the same code runs on the real network. The keys are those of
// development accounts, which have ether and RLC here.
const CHAIN = 'arbitrum-sepolia-testnet'
const IMAGE = 'iexec-sim-example-dataprotector'
const OWNER = '0x7c852118294e51e653712a81e05800f419141751be58f605c371e15141b007a6'
const USER = '0x47e179ec197488593b187f80a00eb0da91f1b9d0b13f8733639f19c30a34926a'
const DEVELOPER = '0x8b3a350cf5c34c9194ca85829a2df0ec3153be0318b5e2d3348e872092edffba'

const client = (key: string) =>
  new IExec({ ethProvider: utils.getSignerFromPrivateKey(CHAIN, key) })
const owner = new IExecDataProtectorCore(getWeb3Provider(OWNER, CHAIN))
const user = new IExecDataProtectorCore(getWeb3Provider(USER, CHAIN))
let app: string
let contact: ProtectedData

/** The developer deploys the app and offers it for nothing. */
beforeAll(async () => {
  const { order, app: apps, wallet } = client(DEVELOPER)
  const image = execFileSync('docker', ['inspect', '--format', '{{.Id}}', IMAGE], {
    encoding: 'utf8',
  })
  const { address } = await apps.deployApp({
    owner: await wallet.getAddress(),
    name: 'greeting',
    type: 'DOCKER',
    multiaddr: `${IMAGE}:latest`,
    checksum: `0x${image.trim().replace('sha256:', '')}`,
  })
  app = address
  const offer = await order.createApporder({ app, volume: 100, tag: ['tee', 'tdx'] })
  await order.publishApporder(await order.signApporder(offer))
}, 60_000)

test('the owner protects data, and everybody sees its schema but not its content', async () => {
  contact = await owner.protectData({
    name: 'contact of Alice',
    data: { email: 'alice@example.org', newsletter: true },
  })
  const [found] = await user.getProtectedData({ protectedDataAddress: contact.address })
  expect(found).toMatchObject({
    name: 'contact of Alice',
    schema: { email: 'string', newsletter: 'bool' },
  })
}, 60_000)

test('an app reads it for a user whom its owner granted access', async () => {
  const authorizedUser = await client(USER).wallet.getAddress()
  await owner.grantAccess({ protectedData: contact.address, authorizedApp: app, authorizedUser })
  const { result } = await user.processProtectedData({
    protectedData: contact.address,
    app,
    args: 'Welcome',
    path: 'greeting.txt',
  })
  expect(Buffer.from(result).toString()).toBe(
    'Welcome, somebody of example.org who reads the newsletter',
  )
}, 120_000)

test('nobody else gets it', async () => {
  const stranger = new IExecDataProtectorCore(getWeb3Provider(DEVELOPER, CHAIN))
  await expect(
    stranger.processProtectedData({ protectedData: contact.address, app }),
  ).rejects.toThrow('Failed to process protected data')
}, 60_000)
