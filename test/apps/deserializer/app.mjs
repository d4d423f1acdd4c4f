// Reads protected data with the official deserializer, the way iApps do: the one dataset of a task,
// or those of its slice.
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { IExecDataProtectorDeserializer } from '@iexec/dataprotector-deserializer'

const { env } = process
const slice = Number(env.IEXEC_BULK_SLICE_SIZE ?? 0)
const paths = Array.from({ length: slice }, (_, i) =>
  join(env.IEXEC_IN, env[`IEXEC_DATASET_${i + 1}_FILENAME`]),
)
const readers =
  slice === 0
    ? [new IExecDataProtectorDeserializer()]
    : paths.map((protectedDataPath) => new IExecDataProtectorDeserializer({ protectedDataPath }))
const data = []
for (const reader of readers)
  data.push({
    email: await reader.getValue('email', 'string'),
    count: String(await reader.getValue('nested.count', 'i128')),
    isRead: await reader.getValue('nested.isRead', 'bool'),
  })
writeFileSync(join(env.IEXEC_OUT, 'result.txt'), JSON.stringify({ data, env }))
writeFileSync(
  join(env.IEXEC_OUT, 'computed.json'),
  JSON.stringify({ 'deterministic-output-path': join(env.IEXEC_OUT, 'result.txt') }),
)
