// Stand in for the sending of Mailjet (https://api.mailjet.com) and the address check of Mailgun
// (https://api.mailgun.net). Nothing is sent: the call is recorded.
import { randomUUID } from 'node:crypto'
import { addressOf, json, readJson } from './http.mjs'

/** Messages that one call of Mailjet may hold. */
const MOST_MESSAGES = 50

export function mailjet(request, body, response) {
  if (request.method !== 'POST' || addressOf(request).pathname !== '/v3.1/send')
    return mailjetError(response, 404, 'Resource not found.')
  if (!hasKey(request))
    return mailjetError(response, 401, 'API key authentication/authorization failure.')
  const messages = readJson(body)?.Messages
  if (!Array.isArray(messages) || messages.length === 0 || messages.length > MOST_MESSAGES)
    return mailjetError(response, 400, 'The "Messages" property is missing or of a wrong size.')
  if (!messages.every((message) => isAddressed(message)))
    return mailjetError(response, 400, '"From", "To" and a text or HTML part are required.')
  json(response, 200, {
    Messages: messages.map(({ CustomID = '', To, Cc = [], Bcc = [] }) => ({
      Status: 'success',
      CustomID,
      To: To.map(receipt),
      Cc: [Cc].flat().map(receipt),
      Bcc: [Bcc].flat().map(receipt),
    })),
  })
}

const isAddressed = (message) =>
  typeof message?.From?.Email === 'string' &&
  Array.isArray(message.To) &&
  message.To.length > 0 &&
  message.To.every((to) => typeof to?.Email === 'string') &&
  [message.TextPart, message.HTMLPart, message.TemplateID].some((part) => part !== undefined)

let messages = 0
function receipt(to) {
  messages += 1
  return {
    Email: to?.Email,
    MessageUUID: randomUUID(),
    MessageID: messages,
    MessageHref: `https://api.mailjet.com/v3/REST/message/${messages}`,
  }
}

function mailjetError(response, status, message) {
  json(response, status, {
    ErrorIdentifier: randomUUID(),
    StatusCode: status,
    ErrorMessage: message,
  })
}

/** Addresses that begin with "undeliverable" are, so that an app can be tried with one. */
export function mailgun(request, _body, response) {
  const { pathname, searchParams } = addressOf(request)
  if (request.method !== 'GET' || pathname !== '/v4/address/validate')
    return json(response, 404, { message: 'Not Found' })
  if (!hasKey(request)) return json(response, 401, { message: 'Invalid private key' })
  const address = searchParams.get('address') ?? ''
  if (address === '') return json(response, 400, { message: "'address' parameter is required" })
  const isGood = /^[^@\s]+@[^@\s]+$/.test(address) && !address.startsWith('undeliverable')
  json(response, 200, {
    address,
    is_disposable_address: false,
    is_role_address: false,
    reason: isGood ? [] : ['mailbox_does_not_exist'],
    result: isGood ? 'deliverable' : 'undeliverable',
    risk: isGood ? 'low' : 'high',
  })
}

const hasKey = ({ headers }) => /^Basic \S+$/.test(headers.authorization ?? '')
