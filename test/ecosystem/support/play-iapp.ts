// What `iapp` 2.0.0 does, seen from outside: `deploy`, `run APP [ARGS]` and `debug TASK` in a project
// with an iapp.config.json. It names no host but the official ones, and no registry but the user's.
import { readFileSync } from 'node:fs'
import Docker from 'dockerode'
import { IExec, utils } from 'iexec8'

/** Chains as the config names them: their public node and the pool that tdx apps run in. */
const CHAINS = {
  'arbitrum-sepolia-testnet': {
    rpc: 'https://sepolia-rollup.arbitrum.io/rpc',
    workerpool: '0x2956f0cb779904795a5f30d3b3ea88b714c3123f',
  },
  'arbitrum-mainnet': {
    rpc: 'https://arb1.arbitrum.io/rpc',
    workerpool: '0x8ef2ec3ef9535d4b4349bfec7d8b31a580e60244',
  },
} as const
const TAG = ['tee', 'tdx']

const config = JSON.parse(readFileSync('iapp.config.json', 'utf8')) as {
  defaultChain: keyof typeof CHAINS
  projectName: string
  dockerhubUsername: string
  dockerhubAccessToken: string
  walletPrivateKey: string
  appSecret: string | null
}
const chain = CHAINS[config.defaultChain]
const ethProvider = utils.getSignerFromPrivateKey(chain.rpc, config.walletPrivateKey)
const iexec = new IExec({ ethProvider })
const [step, ...rest] = process.argv.slice(2)
const done =
  step === 'deploy'
    ? await deploy()
    : step === 'run'
      ? await run(rest[0]!, rest[1])
      : await debug(rest[0]!)
console.log(JSON.stringify(done))

async function deploy() {
  const docker = new Docker()
  const finish = (progress: NodeJS.ReadableStream) =>
    new Promise<{ aux?: { ID?: string }; error?: string }[]>((resolve, reject) =>
      docker.modem.followProgress(progress, (error, lines) => {
        const failed = error ?? lines?.find((line) => line.error)?.error
        return failed ? reject(failed) : resolve(lines)
      }),
    )
  const context = { context: process.cwd(), src: ['Dockerfile', 'package.json', 'src'] }
  const lines = await finish(
    await docker.buildImage(context, { platform: 'linux/amd64', pull: true }),
  )
  const id = lines.findLast(({ aux }) => aux?.ID)!.aux!.ID!
  const user = config.dockerhubUsername
  const repo = `${user}/${config.projectName}`
  const tag = `1.0.0-tdx-${id.replace('sha256:', '').slice(0, 12)}`
  await docker.getImage(id).tag({ repo, tag })
  const image = docker.getImage(`${repo}:${tag}`)
  await finish(
    await image.push({ authconfig: { username: user, password: config.dockerhubAccessToken } }),
  )
  const { RepoDigests } = await image.inspect()
  const digest = RepoDigests[0]!.split('@sha256:')[1]!
  const { address } = await iexec.app.deployApp({
    owner: await iexec.wallet.getAddress(),
    name: `${config.projectName} ${tag}`,
    type: 'DOCKER',
    multiaddr: `${repo}:${tag}`,
    checksum: `0x${digest}`,
  })
  if (config.appSecret !== null)
    await iexec.app.pushAppSecret(address, config.appSecret, { teeFramework: 'tdx' })
  return { address, image: `${repo}:${tag}`, id, digest }
}

async function run(app: string, args?: string) {
  await iexec.app.showApp(app)
  const apporder = await iexec.order.signApporder(
    await iexec.order.createApporder({ app, tag: TAG }),
  )
  const found = await iexec.orderbook.fetchWorkerpoolOrderbook({
    workerpool: chain.workerpool,
    app,
    minTag: TAG,
    category: 0,
  })
  const workerpoolorder = found.orders[0]?.order
  if (!workerpoolorder) throw new Error('No workerpool order found')
  const requestorder = await iexec.order.signRequestorder(
    await iexec.order.createRequestorder({
      app,
      category: 0,
      tag: TAG,
      workerpool: chain.workerpool,
      params: args === undefined ? {} : { iexec_args: args },
    }),
  )
  const { dealid } = await iexec.order.matchOrders({ apporder, workerpoolorder, requestorder })
  const task = await iexec.deal.computeTaskId(dealid, 0)
  const observed = await iexec.task.obsTask(task, { dealid })
  await new Promise<void>((resolve, reject) =>
    observed.subscribe({ error: reject, complete: () => resolve() }),
  )
  const result = await iexec.task.fetchResults(task)
  return { task, bytes: (await result.arrayBuffer()).byteLength }
}

async function debug(task: string) {
  return (await iexec.task.fetchLogs(task)).map(({ stdout }) => stdout)
}
