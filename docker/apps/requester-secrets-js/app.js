// Counts the calls of an endpoint whose namespace and key only the requester knows.

const { writeFile } = require('node:fs/promises')
const { join } = require('node:path')
const axios = require('axios')

const NAMES = { IEXEC_REQUESTER_SECRET_1: 'namespace', IEXEC_REQUESTER_SECRET_2: 'key' }

async function main() {
  for (const [variable, meaning] of Object.entries(NAMES)) {
    if (!process.env[variable])
      throw new Failure(`missing requester secret ${variable} (${meaning})`)
  }
  const namespace = encodeURIComponent(process.env.IEXEC_REQUESTER_SECRET_1)
  const key = encodeURIComponent(process.env.IEXEC_REQUESTER_SECRET_2)
  const { data } = await axios.get(`https://api.countapi.xyz/hit/${namespace}/${key}`, {
    timeout: 30_000,
  })
  if (!Number.isInteger(data?.value)) throw new Failure('the endpoint answered without a value')

  const result = `endpoint hit ${data.value} times`
  console.log(result)
  const out = process.env.IEXEC_OUT
  const resultPath = join(out, 'result.txt')
  await writeFile(resultPath, result)
  await writeFile(
    join(out, 'computed.json'),
    JSON.stringify({ 'deterministic-output-path': resultPath }),
  )
}

/** An error whose message holds no secret. */
class Failure extends Error {}

main().catch((error) => {
  // The message of any other error may hold the URL, and with it both secrets: only its code is shown.
  const shown =
    error instanceof Failure ? error.message : `something went wrong (${error.code ?? error.name})`
  console.log(shown)
  process.exitCode = 1
})
