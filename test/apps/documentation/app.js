// The app of the pages: writes its argument and what it knows of its secrets, as JSON. With the
// argument "leak" it prints a secret.
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'

const { IEXEC_OUT, ...environment } = process.env
const secrets = Object.keys(environment).filter((name) => name.startsWith('IEXEC_REQUESTER_'))
if (process.argv[2] === 'leak')
  console.log(Buffer.from(environment.IEXEC_REQUESTER_SECRET_1).toString('base64'))
const file = join(IEXEC_OUT, 'result.json')
writeFileSync(file, JSON.stringify({ args: process.argv.slice(2), secrets }))
writeFileSync(
  join(IEXEC_OUT, 'computed.json'),
  JSON.stringify({ 'deterministic-output-path': file }),
)
