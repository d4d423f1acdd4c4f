import { HubClient, httpRpc } from '@iexec-sim/chain/client'
import { clientOptions, findNetwork, standInCalls } from '@iexec-sim/client'
import { resultFiles } from '@iexec-sim/client/requester'
import type { TaskId } from '@iexec-sim/protocol'
import { PoolControlClient } from '@iexec-sim/workerpool/client'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { OfflineNetwork } from '../client/support/offline-network.ts'
import { SdkActor } from '../client/support/sdk-actor.ts'
import { getWeb3Provider, IExecDataProtectorCore } from './support/dataprotector-sdk.mjs'
import { keepOnThisMachine } from './support/watched-process.ts'
import { IExecWeb3mail, IExecWeb3telegram } from './support/web3mail-sdk.mjs'

/** What the SDKs have built in for chain 421614. */
const WHITELISTS = {
  mail: '0x8d46d40840f1Aa2264F96184Ffadf04e5D573B9B',
  telegram: '0x7291ff96100DA6CF97933C225B86124ef95aEc9b',
}
const VALID_AND_CHECKED = `0x${'3'.padStart(64, '0')}`
const CHECKED = `0x${'2'.padStart(64, '0')}`

const network = new OfflineNetwork()
// Campaigns are copied there as far as possible.
keepOnThisMachine({ attempted: ['ipfs.thegraph.com'] })
let [alice, bob, carol] = [] as unknown as [Person, Person, Person]
beforeAll(async () => {
  await network.up('--profile', 'arbitrum-sepolia', '--official-apps')
  alice = await person()
  bob = await person()
  carol = await person()
})
afterAll(() => network[Symbol.asyncDispose]())
afterAll(() => expect(network.escapes()).toEqual([]))

interface Person {
  address: string
  core: IExecDataProtectorCore
  mail: IExecWeb3mail
  telegram: IExecWeb3telegram
}

/** A wallet with the SDKs, led to the network by their options alone. */
async function person(): Promise<Person> {
  const { sheet } = network
  const { privateKey, address } = await new SdkActor(network, sheet, 9, 'tdx').fund()
  const provider = getWeb3Provider(privateKey, sheet.rpc)
  const options = {
    ipfsNode: sheet.gateway,
    ipfsGateway: sheet.gateway,
    dataProtectorSubgraph: sheet.subgraph.dataprotector,
    iexecOptions: { ...clientOptions(sheet, 9), resultProxyURL: sheet.resultProxy },
  }
  return {
    address,
    core: new IExecDataProtectorCore(provider, options),
    mail: new IExecWeb3mail(provider, options),
    telegram: new IExecWeb3telegram(provider, options),
  }
}

/** Protects a contact of Alice and lets Bob use it through a whitelist. */
async function contact(data: Record<string, string>, authorizedApp = WHITELISTS.mail) {
  const { address } = await alice.core.protectData({ name: 'contact of Alice', data })
  const access = { protectedData: address, authorizedApp, authorizedUser: bob.address }
  await alice.core.grantAccess({ ...access, allowBulk: true })
  return address.toLowerCase()
}

const running = () => findNetwork(network.dir)

interface Message {
  To: { Email: string }[]
  Subject: string
  TextPart?: string
  HTMLPart?: string
}
/** The mails that the stand-in of Mailjet took, oldest first. */
async function mails(): Promise<Message[]> {
  const calls = await standInCalls(running(), 'api.mailjet.com')
  return calls.flatMap(({ body }) => (JSON.parse(body!) as { Messages: Message[] }).Messages)
}

/** Waits for a task's end and returns what the chain says of it. */
async function ended(taskId: string) {
  const { sheet, controlToken } = running()
  const pool = new PoolControlClient(sheet.workerpool.url, controlToken)
  for await (const _ of pool.follow(taskId as TaskId));
  const hub = new HubClient({ rpc: httpRpc(sheet.rpc), hub: sheet.hub })
  return (await hub.viewTask(taskId as TaskId))!
}

const hello = { emailSubject: 'Hello', emailContent: 'Hi there', senderName: 'Bob' }
let email: string

it('fetchMyContacts and fetchUserContacts find the data that a user may write to', async () => {
  email = await contact({ email: 'alice@example.com' })
  await contact({ phone: '12345' })
  const found = {
    address: email,
    name: 'contact of Alice',
    owner: alice.address.toLowerCase(),
    isUserStrict: true,
  }
  expect(await bob.mail.fetchMyContacts()).toEqual([expect.objectContaining(found)])
  expect(await carol.mail.fetchUserContacts({ userAddress: bob.address })).toEqual([
    expect.objectContaining(found),
  ])
  expect(await carol.mail.fetchMyContacts()).toEqual([])
})

it('sendEmail sends a mail, and the chain says that its address is valid', async () => {
  const { taskId } = await bob.mail.sendEmail({ ...hello, protectedData: email })
  expect(await ended(taskId)).toMatchObject({
    status: 'COMPLETED',
    resultsCallback: VALID_AND_CHECKED,
  })
  expect(await mails()).toEqual([
    {
      From: { Email: 'web3mail@example.com', Name: 'Bob via Web3mail' },
      To: [{ Email: 'alice@example.com', Name: '' }],
      Subject: 'Hello',
      TextPart: 'Hi there',
    },
  ])
})

it('sendEmail sends HTML without a name of the sender', async () => {
  const { taskId } = await bob.mail.sendEmail({
    protectedData: email,
    emailSubject: 'News',
    emailContent: '<b>Hi</b>',
    contentType: 'text/html',
  })
  expect((await ended(taskId)).status).toBe('COMPLETED')
  expect((await mails()).at(-1)).toMatchObject({ Subject: 'News', HTMLPart: '<b>Hi</b>' })
})

it('sendEmail to an address that does not exist sends nothing, and the chain says so', async () => {
  const before = await mails()
  const protectedData = await contact({ email: 'undeliverable@example.com' })
  const { taskId } = await bob.mail.sendEmail({ ...hello, protectedData })
  expect(await ended(taskId)).toMatchObject({ status: 'COMPLETED', resultsCallback: CHECKED })
  expect(await mails()).toEqual(before)
})

it('a campaign sends a mail to each of its contacts', async () => {
  const before = (await mails()).length
  for (const name of ['ann', 'eve']) await contact({ email: `${name}@example.com` })
  const contacts = (await bob.mail.fetchMyContacts({ bulkOnly: true })).slice(0, 2)
  const { campaignRequest } = await bob.mail.prepareEmailCampaign({
    ...hello,
    grantedAccesses: contacts.map(({ grantedAccess }) => grantedAccess),
    maxProtectedDataPerTask: 2,
  })
  const { tasks } = await bob.mail.sendEmailCampaign({ campaignRequest })
  expect(tasks).toHaveLength(1)
  expect((await ended(tasks[0]!.taskId)).status).toBe('COMPLETED')
  const sent = (await mails()).slice(before)
  expect(sent.map(({ To }) => To[0]!.Email).sort()).toEqual(['ann@example.com', 'eve@example.com'])
  expect(sent[0]).toMatchObject({ Subject: 'Hello', TextPart: 'Hi there' })
})

it('a campaign goes on after an address that does not exist, and its result names no address', async () => {
  const before = (await mails()).length
  const good = await contact({ email: 'joe@example.com' })
  const bad = await contact({ email: 'undeliverable-too@example.com' })
  const contacts = await bob.mail.fetchMyContacts({ bulkOnly: true })
  const chosen = contacts.filter(({ address }) => [good, bad].includes(address))
  const { campaignRequest } = await bob.mail.prepareEmailCampaign({
    ...hello,
    grantedAccesses: chosen.map(({ grantedAccess }) => grantedAccess),
    maxProtectedDataPerTask: 2,
  })
  const { tasks } = await bob.mail.sendEmailCampaign({ campaignRequest })
  const { status, results } = await ended(tasks[0]!.taskId)
  expect(status).toBe('COMPLETED')
  const files = await resultFiles(network.sheet.gateway, results)
  const result = JSON.parse(Buffer.from(files!['result.json']!).toString())
  expect(result.success).toBe(false)
  expect(result.results.map((one: { success: boolean }) => one.success).sort()).toEqual([
    false,
    true,
  ])
  expect(JSON.stringify(result)).not.toContain('example.com')
  expect((await mails()).slice(before).map(({ To }) => To[0]!.Email)).toEqual(['joe@example.com'])
})

it('sendEmail fails for a user without access', async () => {
  await expect(carol.mail.sendEmail({ ...hello, protectedData: email })).rejects.toMatchObject({
    message: 'Failed to sendEmail',
    cause: { message: 'No Dataset order found for the desired price' },
  })
})

it('sendEmail fails for an unknown contact, and for data without an address', async () => {
  for (const protectedData of [carol.address, await contact({ phone: '12345' })])
    await expect(bob.mail.sendEmail({ ...hello, protectedData })).rejects.toThrow(
      'This protected data does not contain "email:string" in its schema.',
    )
})

it('web3telegram 0.1.0-alpha.9 finds contacts here; its sendTelegram asks for scone, which chain 421614 does not have', async () => {
  const data = await contact({ telegram_chatId: '12345' }, WHITELISTS.telegram)
  expect(await bob.telegram.fetchMyContacts()).toEqual([expect.objectContaining({ address: data })])
  const message = { protectedData: data, telegramContent: 'Hi there' }
  await expect(bob.telegram.sendTelegram(message)).rejects.toMatchObject({
    message: 'Failed to sendTelegram',
    cause: { message: 'No App order found for the desired price' },
  })
})
