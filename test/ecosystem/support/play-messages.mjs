// A dapp on bellecour, where web3mail and web3telegram find their apps in ENS. It names no host and
// gives no option; keys of an owner of contacts and of a sender are in KEYS. It prints the chain's
// word on both tasks as JSON.
import { IExecWeb3mail, getWeb3Provider as mailProvider } from '@iexec/web3mail'
import { IExecWeb3telegram, getWeb3Provider as telegramProvider } from '@iexec/web3telegram'
import { getWeb3Provider, IExecDataProtectorCore } from 'dataprotector23'
import { IExec, utils } from 'iexec8'

const WHITELISTS = {
  mail: '0x781482C39CcE25546583EaC4957Fb7Bf04C277D2',
  telegram: '0x192C6f5AccE52c81Fcc2670f10611a3665AAA98F',
}
const [ownerKey, senderKey] = JSON.parse(process.env.KEYS)
const owner = new IExecDataProtectorCore(getWeb3Provider(ownerKey))
const sender = new IExec({ ethProvider: utils.getSignerFromPrivateKey('bellecour', senderKey) })

const mail = await new IExecWeb3mail(mailProvider(senderKey)).sendEmail({
  protectedData: await contact({ email: 'alice@example.com' }, WHITELISTS.mail),
  emailSubject: 'Hello',
  emailContent: 'A mail',
})
const telegram = await new IExecWeb3telegram(telegramProvider(senderKey)).sendTelegram({
  protectedData: await contact({ telegram_chatId: '12345' }, WHITELISTS.telegram),
  senderName: 'Bob',
  telegramContent: 'A message',
})
console.log(JSON.stringify([await ended(mail), await ended(telegram)]))

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
