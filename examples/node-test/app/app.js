// Signs what it is given with a key that only the requester and this enclave know.
import { createHmac } from 'node:crypto'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'

const { IEXEC_OUT, IEXEC_REQUESTER_SECRET_1: key } = process.env
if (!key) {
  console.log('requester secret 1, the key, is missing')
  process.exit(1)
}
const file = join(IEXEC_OUT, 'signature.txt')
writeFileSync(file, createHmac('sha256', key).update(process.argv[2]).digest('hex'))
writeFileSync(
  join(IEXEC_OUT, 'computed.json'),
  JSON.stringify({ 'deterministic-output-path': file }),
)
