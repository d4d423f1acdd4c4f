// Sends a message to the chat "telegram_chatId" of protected data, which neither the requester nor
// the result sees. The official web3telegram package takes it for its app: it has the same secrets
// and hosts.
import { send } from './ask.mjs'
import { readContent } from './content.mjs'
import { readText } from './protected-data.mjs'
import { run } from './task.mjs'

await run(async (developer, requester) => {
  const content = await readContent(
    process.env.WEB3TELEGRAM_IPFS_GATEWAY,
    requester.telegramContentMultiAddr,
    requester.telegramContentEncryptionKey,
  )
  const from = requester.senderName ? `Message from: ${requester.senderName}\n` : ''
  return { token: developer.TELEGRAM_BOT_TOKEN, text: `${from}${content}` }
}, deliver)

async function deliver({ token, text }, file) {
  const chat = await readText(file, 'telegram_chatId')
  const message = { chat_id: chat, text, parse_mode: 'HTML' }
  await send(`https://api.telegram.org/bot${token}/sendMessage`, message)
  return { valid: true, checked: true }
}
