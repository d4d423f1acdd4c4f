// Sends a mail to the address "email" of protected data, which neither the requester nor the result
// sees. The official web3mail package takes it for its app: it has the same secrets, hosts and
// callback.
import { ask, send } from './ask.mjs'
import { readContent } from './content.mjs'
import { readText } from './protected-data.mjs'
import { run } from './task.mjs'

const PREVIOUS_CHECKS = `query ($apps: [String!], $dataset: String!) {
  tasks(where: {resultsCallback_not: "0x", status: "COMPLETED", deal_: {dataset: $dataset, app_in: $apps}}) {
    resultsCallback
  }
}`

await run(async (developer, requester) => {
  const content = await readContent(
    process.env.WEB3MAIL_IPFS_GATEWAY,
    requester.emailContentMultiAddr,
    requester.emailContentEncryptionKey,
  )
  return { developer, requester, content }
}, deliver)

async function deliver({ developer, requester, content }, file) {
  const email = await readText(file, 'email')
  const state = await check(developer, email, file.split('/').at(-1))
  if (state.checked && !state.valid) return state
  const sender = requester.senderName ? `${requester.senderName} via Web3mail` : 'Web3mail'
  const part = requester.contentType === 'text/html' ? 'HTMLPart' : 'TextPart'
  const message = {
    From: { Email: developer.MJ_SENDER, Name: sender },
    To: [{ Email: email, Name: '' }],
    Subject: requester.emailSubject,
    [part]: content,
  }
  const key = basic(developer.MJ_APIKEY_PUBLIC, developer.MJ_APIKEY_PRIVATE)
  await send('https://api.mailjet.com/v3.1/send', { Messages: [message] }, { authorization: key })
  return state
}

/** Whether the address exists, as an earlier task found or as Mailgun says. It need not be known. */
async function check(developer, email, dataset) {
  if (await checkedBefore(developer, dataset)) return { valid: true, checked: true }
  try {
    const url = `https://api.mailgun.net/v4/address/validate?address=${encodeURIComponent(email)}`
    const headers = { authorization: basic('api', developer.MAILGUN_APIKEY) }
    const { result } = await (await ask(url, { headers })).json()
    return { valid: result === 'deliverable', checked: true }
  } catch (error) {
    console.log(`The address was not checked: ${error.message}.`)
    return { valid: false, checked: false }
  }
}

async function checkedBefore({ POCO_SUBGRAPH_URL: url, WEB3MAIL_WHITELISTED_APPS: apps }, dataset) {
  if (!url || !apps) return false
  try {
    const variables = { apps: JSON.parse(apps), dataset: dataset.toLowerCase() }
    const { data } = await (await send(url, { query: PREVIOUS_CHECKS, variables })).json()
    return data.tasks.some(({ resultsCallback }) => (BigInt(resultsCallback) & 3n) === 3n)
  } catch (error) {
    console.log(`Earlier checks are not known: ${error.message}.`)
    return false
  }
}

function basic(user, password) {
  return `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}`
}
