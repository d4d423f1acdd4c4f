import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

const { IEXEC_IN, IEXEC_OUT, IEXEC_APP_DEVELOPER_SECRET, IEXEC_REQUESTER_SECRET_1 } = process.env
const name = process.argv[2] ?? 'world'
const files = Number(process.env.IEXEC_INPUT_FILES_NUMBER ?? 0)
const read = (i) =>
  readFileSync(join(IEXEC_IN, process.env[`IEXEC_INPUT_FILE_NAME_${i + 1}`]), 'utf8')

const lines = [
  `Hello, ${name}!`,
  `app secret: ${IEXEC_APP_DEVELOPER_SECRET ? 'there' : 'none'}`,
  `requester secret: ${IEXEC_REQUESTER_SECRET_1 ? 'there' : 'none'}`,
  ...Array.from({ length: files }, (_, i) => `input ${i + 1}: ${read(i).length} characters`),
]
console.log(lines.join('\n'))
writeFileSync(join(IEXEC_OUT, 'result.txt'), `${lines.join('\n')}\n`)
writeFileSync(
  join(IEXEC_OUT, 'computed.json'),
  JSON.stringify({ 'deterministic-output-path': join(IEXEC_OUT, 'result.txt') }),
)
