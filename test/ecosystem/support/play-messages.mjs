// A dapp on the chain it is given: on bellecour web3mail and web3telegram find their apps in ENS, on
// arbitrum-mainnet web3mail finds its in compass. It names no host and gives no option; keys of an
// owner of contacts and of a sender are in KEYS. It prints the chain's word on the tasks as JSON.

import * as newest from '@iexec/dataprotector'
import { IExecWeb3mail, getWeb3Provider as mailProvider } from '@iexec/web3mail'
import { IExecWeb3telegram, getWeb3Provider as telegramProvider } from '@iexec/web3telegram'
import * as last from 'dataprotector23'
import { IExec, utils } from 'iexec8'

const WHITELISTS = {
  bellecour: {
    mail: '0x781482C39CcE25546583EaC4957Fb7Bf04C277D2',
    telegram: '0x192C6f5AccE52c81Fcc2670f10611a3665AAA98F',
  },
  'arbitrum-mainnet': { mail: '0xD5054a18565c4a9E5c1aa3cEB53258bd59d4c78C' },
}
const chain = process.argv[2]
const { getWeb3Provider, IExecDataProtectorCore } = chain === 'bellecour' ? last : newest
const whitelists = WHITELISTS[chain]
const host = { host: chain }
const [ownerKey, senderKey] = JSON.parse(process.env.KEYS)
const owner = new IExecDataProtectorCore(
  getWeb3Provider(ownerKey, chain === 'bellecour' ? host : chain),
)
const sender = new IExec({ ethProvider: utils.getSignerFromPrivateKey(chain, senderKey) })

const sent = [
  await new IExecWeb3mail(mailProvider(senderKey, host)).sendEmail({
    protectedData: await contact({ email: 'alice@example.com' }, whitelists.mail),
    emailSubject: 'Hello',
    emailContent: 'A mail',
  }),
]
if (whitelists.telegram)
  sent.push(
    await new IExecWeb3telegram(telegramProvider(senderKey, host)).sendTelegram({
      protectedData: await contact({ telegram_chatId: '12345' }, whitelists.telegram),
      senderName: 'Bob',
      telegramContent: 'A message',
    }),
  )
const tasks = []
for (const one of sent) tasks.push(await ended(one))
console.log(JSON.stringify(tasks))

/** Protects a contact and lets the sender use it. */
async function contact(data, authorizedApp) {
  const { address } = await owner.protectData({ name: 'contact', data })
  const authorizedUser = await sender.wallet.getAddress()
  await owner.grantAccess({ protectedData: address, authorizedApp, authorizedUser })
  return address
}

async function ended({ taskId, dealId }) {
  const task = await sender.task.obsTask(taskId, { dealid: dealId })
  await new Promise((complete, error) => task.subscribe({ complete, error }))
  const { statusName, resultsCallback } = await sender.task.show(taskId)
  return { statusName, resultsCallback }
}
