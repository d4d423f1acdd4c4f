import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { OfflineNetwork } from '../client/support/offline-network.ts'
import { SdkActor } from '../client/support/sdk-actor.ts'

type Profile = 'bellecour' | 'arbitrum-sepolia'
type Names = { directory: string; names: { name: string; address: string }[] }

const network = new OfflineNetwork()
const start = () => network.up('--profile', 'bellecour,arbitrum-sepolia')
beforeAll(start)
afterAll(() => network[Symbol.asyncDispose]())
afterAll(() => expect(network.escapes()).toEqual([]))

const sheetOf = (profile: Profile) => network.sheets.find((sheet) => sheet.profile === profile)!
const name = (profile: Profile, ...args: string[]) =>
  network.cli(['name', ...args, '--profile', profile])
const listed = (profile: Profile) => network.json<Names>(['name', 'list', '--profile', profile])
const appOf = async (profile: Profile) =>
  (
    await new SdkActor(network, sheetOf(profile), profile === 'bellecour' ? 8 : 9, 'tdx').fund()
  ).deployScenario()

describe('names in compass', () => {
  const profile = 'arbitrum-sepolia'
  let app: string
  beforeAll(async () => {
    app = await appOf(profile)
  })

  const iapp = async (path: string) => {
    const answer = await fetch(`${sheetOf(profile).compass}/${path}`)
    return [answer.status, await answer.json()]
  }

  it('do not exist until they are given', async () => {
    const { chainId } = sheetOf(profile)
    expect(await iapp(`${chainId}/iapps/web3mail-tdx`)).toEqual([404, { error: 'iApp not found' }])
    expect((await name(profile, 'list')).stdout).toBe('No names were given in compass.\n')
    expect(await listed(profile)).toEqual({ directory: 'compass', names: [] })
  })

  it('lead to the app on their chain', async () => {
    const { code, stdout } = await name(profile, 'set', 'web3mail-tdx', app.toLowerCase())
    expect([code, stdout]).toEqual([0, `"web3mail-tdx" is ${app} in compass.\n`])
    expect(await iapp('421614/iapps/web3mail-tdx')).toEqual([200, { address: app }])
    expect(await iapp('134/iapps/web3mail-tdx')).toEqual([404, { error: 'iApp not found' }])
    expect((await name(profile, 'list')).stdout).toBe(`${app}  web3mail-tdx\n`)
  })

  it.each([
    ['Web3Mail', () => app, 'Invalid name "Web3Mail"'],
    ['a/b', () => app, 'Invalid name "a/b"'],
    ['mail-', () => app, 'Invalid name "mail-"'],
    ['mail', () => '0x12', 'Invalid address "0x12"'],
    ['mail', () => sheetOf(profile).hub, 'is not a registered app'],
  ])('are refused if they are invalid, and nothing changes: %s', async (bad, address, reason) => {
    const { code, stdout, stderr } = await name(profile, 'set', bad, address())
    expect([code, stdout, stderr]).toEqual([2, '', expect.stringContaining(reason)])
    expect((await listed(profile)).names).toEqual([{ name: 'web3mail-tdx', address: app }])
  })

  it('go back with a snapshot, and are kept over a restart', async () => {
    const of = (...args: string[]) => network.cli([...args, '--profile', profile])
    expect((await of('snapshot', 'save', 'before')).code).toBe(0)
    const other = await appOf(profile)
    await name(profile, 'set', 'web3mail-tdx', other)
    await name(profile, 'set', 'another', other)
    expect((await listed(profile)).names).toEqual([
      { name: 'another', address: other },
      { name: 'web3mail-tdx', address: other },
    ])
    expect((await of('snapshot', 'restore', 'before')).code).toBe(0)
    expect((await listed(profile)).names).toEqual([{ name: 'web3mail-tdx', address: app }])
    await network.cli(['down'])
    await start()
    expect(await iapp('421614/iapps/web3mail-tdx')).toEqual([200, { address: app }])
  })
})

describe('names in ENS', () => {
  const profile = 'bellecour'
  const mail = 'web3mail.apps.iexec.eth'
  let app: string
  let client: SdkActor
  beforeAll(async () => {
    app = await appOf(profile)
    client = new SdkActor(network, sheetOf(profile), 8, 'tdx')
  })

  it('lead to the app, and to another once they are given again', async () => {
    expect(await client.sdk.ens.resolveName(mail)).toBe(null)
    const { code, stdout } = await name(profile, 'set', mail, app)
    expect([code, stdout]).toEqual([0, `"${mail}" is ${app} in ENS.\n`])
    expect(await client.sdk.ens.resolveName(mail)).toBe(app)
    const other = await appOf(profile)
    await name(profile, 'set', mail, other)
    expect(await client.sdk.ens.resolveName(mail)).toBe(other)
    expect(await listed(profile)).toEqual({
      directory: 'ENS',
      names: [{ name: mail, address: other }],
    })
  })

  it('may stand for any address below other parts of iexec.eth', async () => {
    const { address } = sheetOf(profile).accounts[0]!
    for (const one of ['alice.users.iexec.eth', 'mine.iexec.eth', 'deep.mine.iexec.eth']) {
      expect((await name(profile, 'set', one, address)).stderr).toBe('')
      expect(await client.sdk.ens.resolveName(one)).toBe(address)
    }
  })

  it.each([
    ['web3mail-tdx', () => app, 'it has to be a name below iexec.eth'],
    ['Mail.apps.iexec.eth', () => app, 'a name below iexec.eth'],
    ['mail.apps.example.eth', () => app, 'a name below iexec.eth'],
    ['mail.apps-iexec.eth', () => app, 'a name below iexec.eth'],
    ['mail.constructor.iexec.eth', () => app, 'there is no constructor.iexec.eth'],
    ['mail.nowhere.iexec.eth', () => app, 'there is no nowhere.iexec.eth'],
    ['apps.iexec.eth', () => app, 'The name "apps.iexec.eth" belongs to 0x'],
    ['debug-v8-bellecour.main.pools.iexec.eth', poolOf, 'belongs to 0x7099'],
    ['mail.apps.iexec.eth', poolOf, 'is not a registered app'],
  ])('are refused if they are invalid, and nothing changes: %s', async (bad, address, reason) => {
    const before = await listed(profile)
    const { code, stdout, stderr } = await name(profile, 'set', bad, address())
    expect([code, stdout, stderr]).toEqual([2, '', expect.stringContaining(reason)])
    expect(await listed(profile)).toEqual(before)
  })

  it('that a person registered are that person’s alone', async () => {
    await client.sdk.ens.claimName('taken', 'apps.iexec.eth' as never)
    const { code, stderr } = await name(profile, 'set', 'taken.apps.iexec.eth', app)
    expect([code, stderr]).toEqual([2, expect.stringContaining(`belongs to ${client.address}`)])
  })
})

function poolOf(): string {
  return sheetOf('bellecour').workerpool.address
}
