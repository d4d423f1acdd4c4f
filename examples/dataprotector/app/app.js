// Greets whom the protected data is about. What it reads never leaves the enclave but in the result.
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { IExecDataProtectorDeserializer } from '@iexec/dataprotector-deserializer'

const out = process.env.IEXEC_OUT

async function main() {
  const data = new IExecDataProtectorDeserializer()
  const email = await data.getValue('email', 'string')
  const hasNewsletter = await data.getValue('newsletter', 'bool')
  const [greeting = 'Hello'] = process.argv.slice(2)
  const domain = email.split('@')[1]
  const text = `${greeting}, somebody of ${domain} who ${hasNewsletter ? 'reads' : 'does not read'} the newsletter`
  writeFileSync(join(out, 'greeting.txt'), text)
  const computed = { 'deterministic-output-path': join(out, 'greeting.txt') }
  writeFileSync(join(out, 'computed.json'), JSON.stringify(computed))
}

main().catch((error) => {
  console.error(error)
  process.exitCode = 1
})
