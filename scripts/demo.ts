// The demo: one network, the sample app in two languages under two TEE frameworks.
import { parseArgs } from 'node:util'
import { choose, LANGUAGES, TEES } from './lib/choices.ts'
import { cli, cliJson } from './lib/cli.ts'
import { table } from './lib/table.ts'
import { type Sheet, TemporaryNetwork } from './lib/temporary-network.ts'

const HELP = `Usage: scripts/demo [--tee scone|gramine|all] [--lang js|python|all] [--keep] [--json]

Runs the sample app on a network of its own and prints one row for each run, and where the explorer
shows it. --keep leaves the network running until Ctrl-C, to look at them.
Exit code 0 only if every run is COMPLETED.`

const IMAGES = {
  js: 'iexec-sim/requester-secrets-js',
  python: 'iexec-sim/requester-secrets-python',
} as const
const SECRETS = [
  { index: 1, name: 'my-namespace', value: 'iexec-sim-demo' },
  { index: 2, name: 'my-key', value: 'hits' },
]

/** Report of a run. */
interface Run {
  tee: (typeof TEES)[number]
  language: (typeof LANGUAGES)[number]
  dealId: string | null
  taskId: string | null
  status: string
  /** The line the app wrote, or why there is none. */
  result: string | null
  durationMs: number
}

const { values: options } = parseArgs({
  options: {
    tee: { type: 'string', default: 'all' },
    lang: { type: 'string', default: 'all' },
    keep: { type: 'boolean', default: false },
    json: { type: 'boolean', default: false },
    help: { type: 'boolean', default: false },
  },
})
const say = (line: string) => console.error(line)
if (options.help) console.log(HELP)
else await demo()

async function demo(): Promise<void> {
  const tees = choose('--tee', options.tee, TEES)
  const languages = choose('--lang', options.lang, LANGUAGES)
  say('Starting a network …')
  await using network = await TemporaryNetwork.up()
  say(`Network ready in ${network.sheet.readyMs} ms`)
  const runs: Run[] = []
  for (const tee of tees) {
    await pushSecrets(tee, network.stateDir)
    for (const language of languages) runs.push(await runApp(tee, language, network.stateDir))
  }
  report(runs, network.sheet)
  if (runs.some(({ status }) => status !== 'COMPLETED')) process.exitCode = 1
  if (options.keep) await keep(network)
}

async function pushSecrets(tee: Run['tee'], stateDir: string): Promise<void> {
  for (const { name, value } of SECRETS) {
    say(`${tee}: pushing requester secret ${name}`)
    await cliJson(['secret', 'push', name, '--tee', tee, '--state', stateDir], value)
  }
}

async function runApp(tee: Run['tee'], language: Run['language'], stateDir: string): Promise<Run> {
  say(`${tee}: running ${IMAGES[language]} …`)
  const started = performance.now()
  const mapping = SECRETS.map(({ index, name }) => `${index}=${name}`)
  const { exitCode, stdout, stderr } = await cli([
    ...['run', IMAGES[language], '--tag', `tee,${tee}`, '--secret', ...mapping],
    ...['--state', stateDir, '--json'],
  ])
  const said = stdout.trim() ? JSON.parse(stdout) : {}
  const status = exitCode === 0 ? said.status : 'FAILED'
  const run: Run = {
    tee,
    language,
    dealId: said.dealId ?? null,
    taskId: said.taskId ?? null,
    status,
    result: said.resultText?.trim() ?? null,
    durationMs: said.durationMs ?? Math.round(performance.now() - started),
  }
  say(`${tee}: ${status} in ${run.durationMs} ms${run.result ? `: ${run.result}` : ''}`)
  if (status !== 'COMPLETED')
    say([stderr.trim(), JSON.stringify(said.diagnosis ?? said.replicates ?? null)].join('\n'))
  return run
}

function report(runs: readonly Run[], { readyMs, explorer }: Sheet): void {
  if (options.json) {
    const setupMs = Number(process.env.DEMO_SETUP_MS ?? 0)
    console.log(JSON.stringify({ runs, setupMs, readyMs, explorer }))
    return
  }
  const heading = ['TEE', 'language', 'deal', 'task', 'status', 'result', 'time']
  const rows = runs.map(({ tee, language, dealId, taskId, status, result, durationMs }) => [
    ...[tee, language, short(dealId), short(taskId), status, result ?? '-'],
    `${(durationMs / 1000).toFixed(2)} s`,
  ])
  console.log(`\n${table([heading, ...rows])}`)
  const pages = runs.flatMap(({ taskId }) => (taskId ? [`  ${explorer}/tasks/${taskId}`] : []))
  console.log(`\nThe tasks in the explorer:\n${pages.join('\n')}`)
  if (!options.keep) console.log('The network stops now; ./scripts/demo --keep leaves it running.')
}

/** Leaves the network running until it is stopped, by Ctrl-C or otherwise. */
async function keep({ stateDir, ended }: TemporaryNetwork): Promise<void> {
  const { url } = await cliJson<{ url: string }>(['open', '--print', '--state', stateDir])
  say(`\nOpen ${url}\nCommands reach the network with --state ${stateDir}. Stop it with Ctrl-C.`)
  await ended
}

function short(id: string | null): string {
  return id ? `${id.slice(0, 10)}…${id.slice(-4)}` : '-'
}
