import { fileURLToPath } from 'node:url'
import type { AddressSheet } from '@iexec-sim/client'
import { execa } from 'execa'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { CliNetwork, cli, MAIN } from '../support/cli.ts'

const PLAY = fileURLToPath(new URL('support/play-messages.mjs', import.meta.url))
const PROFILES = ['arbitrum-sepolia', 'bellecour', 'arbitrum-mainnet'] as const

const network = new CliNetwork()
const start = () => network.up('--profile', PROFILES.join(), '--official-apps')
beforeAll(start)
afterAll(() => network[Symbol.asyncDispose]())

/** What a network says of its apps: their names, and their orders in the order book. */
async function seen(sheet: AddressSheet) {
  const { names } = await network.json<{ names: { name: string; address: string }[] }>([
    ...['name', 'list', '--profile', sheet.profile],
  ])
  const orders = async (app: string) => {
    const query = new URLSearchParams({ chainId: String(sheet.chainId), app, minTag: TEE })
    const answer = await fetch(`${sheet.market}/apporders?${query}`)
    return ((await answer.json()) as { orders: { orderHash: string }[] }).orders
  }
  const { web3mail, web3telegram } = sheet.officialApps!
  return { names, orders: [await orders(web3mail), await orders(web3telegram)] }
}
const TEE = `0x${'1'.padStart(64, '0')}`

it('up names the apps, which have their official names and one offer each', async () => {
  const [sepolia, bellecour] = await Promise.all(network.sheets.map(seen))
  const [onSepolia, onBellecour] = network.sheets.map(({ officialApps }) => officialApps!)
  expect(sepolia!.names).toEqual([
    { name: 'web3mail-tdx', address: onSepolia!.web3mail },
    { name: 'web3telegram', address: onSepolia!.web3telegram },
    { name: 'web3telegram-tdx', address: onSepolia!.web3telegram },
  ])
  expect(bellecour!.names).toEqual([
    { name: 'web3mail.apps.iexec.eth', address: onBellecour!.web3mail },
    { name: 'web3telegram.apps.iexec.eth', address: onBellecour!.web3telegram },
  ])
  for (const { orders } of [sepolia!, bellecour!])
    expect(orders.map(({ length }) => length)).toEqual([1, 1])
  const { stdout } = await network.cli(['status'])
  expect(stdout).toMatch(new RegExp(`web3mail +${onSepolia!.web3mail}`))
})

it('a restart finds them as they are', async () => {
  const before = await Promise.all(network.sheets.map(seen))
  const { officialApps } = network.sheet
  const block = async () => (await network.json<{ block: number }>(['status'])).block
  const height = await block()
  await network.cli(['down'])
  await start()
  expect(network.sheet.officialApps).toEqual(officialApps)
  expect(await Promise.all(network.sheets.map(seen))).toEqual(before)
  expect(await block()).toBe(height)
})

/** Runs the dapp on a chain and returns what it printed last. */
async function play(chain: string) {
  const hosts = await network.json<Record<string, string>>(['env'])
  const KEYS = JSON.stringify(network.sheet.accounts.slice(3, 5).map((one) => one.privateKey))
  const { stdout } = await execa(process.execPath, [PLAY, chain], { env: { ...hosts, KEYS } })
  return JSON.parse(stdout.split('\n').at(-1)!)
}

/** What tasks sent to a host. */
async function sent(host: string, profile: string) {
  const { calls } = await network.json<{ calls: { path: string; body: string }[] }>([
    ...['stand-in', 'calls', host, '--profile', profile],
  ])
  return calls.map(({ path, body }) => ({ path, body: JSON.parse(body) }))
}

const MAIL_SENT = {
  statusName: 'COMPLETED',
  resultsCallback: `0x${'3'.padStart(64, '0')}`,
}
const MAIL = [
  { body: { Messages: [{ To: [{ Email: 'alice@example.com' }], TextPart: 'A mail' }] } },
]

it('web3mail 1.9.0 and web3telegram 0.1.0-alpha.9 send their messages on bellecour without one option', async () => {
  const [mail, telegram] = await play('bellecour')
  expect(mail).toEqual(MAIL_SENT)
  expect(telegram).toMatchObject({ statusName: 'COMPLETED' })
  expect(await sent('api.mailjet.com', 'bellecour')).toMatchObject(MAIL)
  expect(await sent('api.telegram.org', 'bellecour')).toEqual([
    {
      path: '/bot1:development/sendMessage',
      body: { chat_id: '12345', text: 'Message from: Bob\nA message', parse_mode: 'HTML' },
    },
  ])
})

it('web3mail 1.9.0 sends its mail on arbitrum-mainnet without one option', async () => {
  expect(await play('arbitrum-mainnet')).toEqual([MAIL_SENT])
  expect(await sent('api.mailjet.com', 'arbitrum-mainnet')).toMatchObject(MAIL)
})

it('exec brings them too', async () => {
  const { code, stdout } = await cli([
    ...['exec', '--profile', 'arbitrum-sepolia', '--official-apps', '--quiet', '--'],
    ...['sh', '-c', '"$0" "$1" name list --json', process.execPath, MAIN],
  ])
  expect([code, stdout]).toEqual([0, expect.stringContaining('web3telegram-tdx')])
})
