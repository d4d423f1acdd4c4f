import { execFileSync } from 'node:child_process'
import { getWeb3Provider, IExecDataProtectorCore } from '@iexec/dataprotector'
import { getWeb3Provider as getMailProvider, IExecWeb3mail } from '@iexec/web3mail'
import { IExec, utils } from 'iexec'
import { beforeAll, expect, test } from 'vitest'

// Keys of development accounts, which have ether and RLC here.
const CHAIN = 'arbitrum-sepolia-testnet'
const WEB3MAIL_WHITELIST = '0x8d46d40840f1Aa2264F96184Ffadf04e5D573B9B'
const OWNER = '0x7c852118294e51e653712a81e05800f419141751be58f605c371e15141b007a6'
const SENDER = '0x47e179ec197488593b187f80a00eb0da91f1b9d0b13f8733639f19c30a34926a'
const STRANGER = '0x8b3a350cf5c34c9194ca85829a2df0ec3153be0318b5e2d3348e872092edffba'

const mailOf = (key: string) => new IExecWeb3mail(getMailProvider(key, { host: CHAIN }))
const sender = new IExec({ ethProvider: utils.getSignerFromPrivateKey(CHAIN, SENDER) })
let contact: string

/** Alice protects her address and lets the sender write to it. */
beforeAll(async () => {
  const alice = new IExecDataProtectorCore(getWeb3Provider(OWNER, CHAIN))
  const { address } = await alice.protectData({
    name: 'Alice',
    data: { email: 'alice@example.org' },
  })
  await alice.grantAccess({
    protectedData: address,
    authorizedApp: WEB3MAIL_WHITELIST,
    authorizedUser: await sender.wallet.getAddress(),
    numberOfAccess: 3,
  })
  contact = address.toLowerCase()
}, 60_000)

test('the sender finds the contact, but not its address', async () => {
  const contacts = await mailOf(SENDER).fetchMyContacts()
  expect(contacts).toMatchObject([{ address: contact, name: 'Alice', remainingAccess: 3 }])
  expect(JSON.stringify(contacts)).not.toContain('example.org')
}, 60_000)

test('a mail reaches Alice', async () => {
  const { taskId, dealId } = await mailOf(SENDER).sendEmail({
    protectedData: contact,
    emailSubject: 'Hello',
    emailContent: 'Nice to meet you.',
    senderName: 'Bob',
  })
  await ended(taskId, dealId)
  expect(sentMails()).toMatchObject([
    {
      From: { Name: 'Bob via Web3mail' },
      To: [{ Email: 'alice@example.org' }],
      Subject: 'Hello',
      TextPart: 'Nice to meet you.',
    },
  ])
}, 120_000)

test('nobody else can write to her', async () => {
  const attempt = mailOf(STRANGER).sendEmail({
    protectedData: contact,
    emailSubject: 'Hello',
    emailContent: 'Buy this',
  })
  await expect(attempt).rejects.toThrow('Failed to sendEmail')
}, 60_000)

async function ended(taskId: string, dealid: string): Promise<void> {
  const task = await sender.task.obsTask(taskId, { dealid })
  await new Promise<void>((complete, error) => task.subscribe({ complete, error }))
}

/** What tasks sent by Mailjet. */
function sentMails(): unknown[] {
  const args = ['stand-in', 'calls', 'api.mailjet.com', '--json']
  const { calls } = JSON.parse(execFileSync('iexec-sim', args, { encoding: 'utf8' })) as {
    calls: { body: string }[]
  }
  return calls.flatMap(({ body }) => JSON.parse(body).Messages)
}
