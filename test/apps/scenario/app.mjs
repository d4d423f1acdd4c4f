// An app that behaves as its first argument says: the ways real apps go wrong, and some in which
// they go right.
import { createHash, randomBytes } from 'node:crypto'
import { lookup } from 'node:dns/promises'
import {
  closeSync,
  existsSync,
  ftruncateSync,
  mkdirSync,
  openSync,
  readFileSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'

const [, , scenario = 'ok', ...values] = process.argv
const out = process.env.IEXEC_OUT ?? '/iexec_out'
const computed = (value) =>
  writeFileSync(`${out}/computed.json`, typeof value === 'string' ? value : JSON.stringify(value))
const result = (text) => {
  writeFileSync(`${out}/result.txt`, text)
  computed({ 'deterministic-output-path': `${out}/result.txt` })
}

/** What a host answers to a call. */
async function answerTo({ url, method, headers, body, form }) {
  const field = new FormData()
  field.append('file', new Blob([form]), 'file')
  const sent = form === undefined ? body : field
  const response = await fetch(url, { method, headers, body: sent })
  const bytes = Buffer.from(await response.arrayBuffer())
  return {
    status: response.status,
    length: bytes.length,
    sha256: createHash('sha256').update(bytes).digest('hex'),
    text: bytes.toString('utf8', 0, 10_000),
    headers: Object.fromEntries(response.headers),
  }
}

const scenarios = {
  ok: () => result('hello'),
  args: () => result(values.join('|')),
  env: () => result(JSON.stringify(process.env)),
  leak: () => {
    const secret = process.env.IEXEC_REQUESTER_SECRET_1
    console.log(Buffer.from(`the key is ${secret}`).toString('base64'))
    console.error(Buffer.from(secret).toString('hex').toUpperCase())
    writeFileSync(`${out}/reversed.txt`, [...secret].reverse().join(''))
    writeFileSync(`${out}/lines.txt`, secret.replace(/.{4}/g, '$&\n'))
    writeFileSync(`${out}/${secret}.txt`, 'x')
    result(JSON.stringify({ told: secret }))
    process.exitCode = Number(values[0] ?? 0)
  },
  exit: () => {
    console.log('about to fail')
    process.exit(Number(values[0]))
  },
  clock: () => result(process.hrtime.bigint().toString()),
  nap: () => {
    setTimeout(scenarios.ok, 2_000)
  },
  sleep: () => {
    console.log('about to sleep')
    setTimeout(() => {}, 600_000)
  },
  memory: () => {
    console.log('about to eat memory')
    const eaten = []
    for (;;) eaten.push(Buffer.alloc(16 * 1024 ** 2, 1))
  },
  'no-computed': () => writeFileSync(`${out}/result.txt`, 'hello'),
  'bad-json': () => computed('{"deterministic-output-path"'),
  outside: () => computed({ 'deterministic-output-path': '/etc/passwd' }),
  dotdot: () => computed({ 'deterministic-output-path': `${out}/../etc/passwd` }),
  missing: () => computed({ 'deterministic-output-path': `${out}/nothing.txt` }),
  'long-name': () => {
    writeFileSync(`${out}/${'n'.repeat(32)}`, 'x')
    result('hello')
  },
  folder: () => {
    mkdirSync(`${out}/data/inner`, { recursive: true })
    writeFileSync(`${out}/data/a.txt`, 'hello')
    writeFileSync(`${out}/data/b.txt`, 'world')
    writeFileSync(`${out}/data/inner/c.txt`, 'ignored')
    computed({ 'deterministic-output-path': `${out}/data` })
  },
  chatty: () => {
    result('hello')
    const line = `${'x'.repeat(1023)}\n`
    for (let written = 0; written < Number(values[0]) * 1024; written++) process.stdout.write(line)
  },
  big: () => {
    result('hello')
    const chunk = Buffer.alloc(1024 ** 2, 'b')
    const file = openSync(`${out}/big.bin`, 'w')
    for (let written = 0; written < Number(values[0]); written++) writeFileSync(file, chunk)
    closeSync(file)
  },
  files: () => {
    const content = randomBytes(Number(values[1]))
    for (let n = 0; n < Number(values[0]); n++) writeFileSync(`${out}/f${n}`, content)
    result('hello')
  },
  sparse: () => {
    result('hello')
    const file = openSync(`${out}/sparse.bin`, 'w')
    ftruncateSync(file, 3 * 1024 ** 3)
    closeSync(file)
  },
  link: () => {
    symlinkSync('/etc/passwd', `${out}/link.txt`)
    result('hello')
  },
  host: async () => {
    const started = Date.now()
    const error = await lookup(values[0]).then(
      () => undefined,
      (failure) => failure,
    )
    result(`${error?.code ?? 'found'} ${Date.now() - started < 1000 ? 'fast' : 'slow'}`)
    if (values[1] === 'fail') process.exit(1)
  },
  input: () => result(readFileSync(`/iexec_in/${process.env.IEXEC_INPUT_FILE_NAME_1}`, 'utf8')),
  call: async () => result((await answerTo({ url: values[0] })).text),
  flood: async () => {
    const body = 'x'.repeat(1024 ** 2)
    const call = () => answerTo({ url: values[0], method: 'POST', body }).catch(() => undefined)
    const answers = await Promise.all(Array.from({ length: 200 }, call))
    result(JSON.stringify(answers.map((answer) => answer?.status ?? 0)))
  },
  calls: async () => {
    const answers = []
    for (const call of JSON.parse(
      readFileSync(`/iexec_in/${process.env.IEXEC_INPUT_FILE_NAME_1}`, 'utf8'),
    ))
      answers.push(await answerTo(call))
    result(JSON.stringify(answers))
  },
  'control-characters': () => {
    process.stdout.write('\u0001'.repeat(120_000))
    process.stderr.write('\u0001'.repeat(120_000))
    process.exitCode = 7
  },
  'stdout-folder': () => {
    mkdirSync(`${out}/stdout.txt`)
    console.log('printed')
    result('hello')
  },
  'huge-computed': () => {
    writeFileSync(`${out}/result.txt`, 'hello')
    const chunk = Buffer.alloc(1024 ** 2, ' ')
    const file = openSync(`${out}/computed.json`, 'w')
    writeFileSync(file, '{')
    for (let written = 0; written < Number(values[0]); written++) writeFileSync(file, chunk)
    writeFileSync(file, `"deterministic-output-path":"${out}/result.txt"}`)
    closeSync(file)
  },
  dataset: () =>
    result(readFileSync(`${process.env.IEXEC_IN}/${process.env.IEXEC_DATASET_FILENAME}`, 'utf8')),
  'dataset-base64': () =>
    result(readFileSync(`${process.env.IEXEC_IN}/${process.env.IEXEC_DATASET_FILENAME}`, 'base64')),
  slice: () => {
    const names = Array.from({ length: Number(process.env.IEXEC_BULK_SLICE_SIZE) }, (_, i) => i + 1)
    const read = (n) => {
      const file = `${process.env.IEXEC_IN}/${process.env[`IEXEC_DATASET_${n}_FILENAME`]}`
      return existsSync(file) ? readFileSync(file, 'utf8') : '(none)'
    }
    result(names.map(read).join('|'))
  },
  inputs: () => {
    const names = Array.from(
      { length: Number(process.env.IEXEC_INPUT_FILES_NUMBER) },
      (_, i) => i + 1,
    )
    const read = (n) =>
      readFileSync(
        `${process.env.IEXEC_INPUT_FILES_FOLDER}/${process.env[`IEXEC_INPUT_FILE_NAME_${n}`]}`,
        'utf8',
      )
    result(names.map(read).join('|'))
  },
  bag: () => result(`${process.env.IEXEC_BOT_TASK_INDEX} of ${process.env.IEXEC_BOT_SIZE}`),
  secret: () => result(String(process.env.IEXEC_APP_DEVELOPER_SECRET)),
  callback: () => computed({ 'callback-data': values[0] }),
  escape: () => result('\u001b]0;owned\u0007\u001b[31mred'),
  echo: () => {
    console.log(`stdout says ${values[0]}`)
    console.error(`stderr says ${values[0]}`)
    result('hello')
  },
}

await scenarios[scenario]()
