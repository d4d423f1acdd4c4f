// Stands in for the bots of Telegram (https://api.telegram.org): every bot may write to every chat.
// Nothing is sent: the call is recorded.
import { addressOf, json, readJson } from './http.mjs'

let messages = 0

export function telegram(request, body, response) {
  const { pathname, searchParams } = addressOf(request)
  const [, token, method] = /^\/bot([^/]+)\/(\w+)$/.exec(pathname) ?? []
  if (token === undefined) return refuse(response, 404, 'Not Found')
  const bot = { id: Number.parseInt(token, 10) || 1, is_bot: true, first_name: 'bot' }
  if (method === 'getMe') return json(response, 200, { ok: true, result: bot })
  if (method !== 'sendMessage') return refuse(response, 404, 'Not Found')
  const form = request.headers['content-type']?.startsWith('application/x-www-form-urlencoded')
  const sent = form ? Object.fromEntries(new URLSearchParams(body.toString())) : readJson(body)
  const { chat_id: chat, text } = { ...Object.fromEntries(searchParams), ...sent }
  if (!chat) return refuse(response, 400, 'Bad Request: chat_id is empty')
  if (!text) return refuse(response, 400, 'Bad Request: message text is empty')
  messages += 1
  json(response, 200, {
    ok: true,
    result: {
      message_id: messages,
      from: bot,
      chat: { id: Number(chat) || chat, type: 'private' },
      date: Math.floor(Date.now() / 1000),
      text: String(text),
    },
  })
}

function refuse(response, status, description) {
  json(response, status, { ok: false, error_code: status, description })
}
