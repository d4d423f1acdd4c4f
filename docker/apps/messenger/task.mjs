// A task that sends a message to the contact of each protected data it was given.
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'

const { env } = process

/**
 * Runs the task. `message` makes what is sent out of the two secrets; `deliver` sends it to the
 * contact of one file of protected data, and returns `{ valid, checked }` about the contact's
 * address. A task of one protected data fails with its message; one of many goes on, and its result
 * says which were sent. No result holds an address.
 */
export async function run(message, deliver) {
  try {
    const developer = secret('IEXEC_APP_DEVELOPER_SECRET')
    const requester = secret('IEXEC_REQUESTER_SECRET_1')
    const sent = await message(developer, requester)
    const slice = Number(env.IEXEC_BULK_SLICE_SIZE ?? 0)
    if (slice === 0) {
      const state = await deliver(sent, input(env.IEXEC_DATASET_FILENAME))
      return await write(
        { success: state.valid || !state.checked },
        requester.useCallback ? { 'callback-data': callbackData(state) } : {},
      )
    }
    const results = []
    for (let i = 1; i <= slice; i += 1) {
      const name = env[`IEXEC_DATASET_${i}_FILENAME`]
      results.push({ protectedData: name, ...(await attempt(() => deliver(sent, input(name)))) })
    }
    await write({ success: results.every(({ success }) => success), results }, {})
  } catch (error) {
    console.error(error.message)
    process.exitCode = 1
  }
}

async function attempt(deliver) {
  try {
    const { valid, checked } = await deliver()
    return { success: valid || !checked }
  } catch (error) {
    return { success: false, error: error.message }
  }
}

function secret(name) {
  if (!env[name]) throw new Error(`the secret ${name} is missing`)
  try {
    return JSON.parse(env[name])
  } catch {
    throw new Error(`the secret ${name} is not JSON`)
  }
}

function input(name) {
  if (!name) throw new Error('the task has no protected data')
  return join(env.IEXEC_IN, name)
}

/** 32 bytes: bit 0 says that the address is valid, bit 1 that this was checked. */
const callbackData = ({ valid, checked }) =>
  `0x${(Number(valid) + 2 * Number(checked)).toString(16).padStart(64, '0')}`

async function write(result, computed) {
  const path = join(env.IEXEC_OUT, 'result.json')
  await writeFile(path, JSON.stringify(result))
  await writeFile(
    join(env.IEXEC_OUT, 'computed.json'),
    JSON.stringify({ 'deterministic-output-path': path, ...computed }),
  )
}
