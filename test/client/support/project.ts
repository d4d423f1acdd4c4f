import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { ClientMajor } from '@iexec-sim/client'
import type { ProfileName } from '@iexec-sim/protocol'
import { type CliNetwork, cli } from '../../support/cli.ts'
import { type ClientAnswer, type ClientEntry, type ClientRun, iexec } from './iexec-cli.ts'
import { record } from './record.ts'

/** A person's project folder with a wallet of its own, led to a network by `iexec-sim config`. */
export class ClientProject implements Disposable {
  readonly major: ClientMajor
  readonly dir = mkdtempSync(join(tmpdir(), 'iexec-client-'))
  readonly #network: CliNetwork
  readonly #profile: ProfileName
  readonly #entry: ClientEntry
  address = ''

  /**
   * @param profile the chain the project is led to, where it is not the one the client is made for
   */
  constructor(
    network: CliNetwork,
    major: ClientMajor,
    profile = PROFILES[major],
    entry: ClientEntry = 'file of the group',
  ) {
    this.#network = network
    this.major = major
    this.#profile = profile
    this.#entry = entry
  }

  /**
   * Makes the project: `iexec init`, a wallet, `iexec-sim config`. `wallet` is a private key; none
   * makes a new one.
   */
  async init({
    tee,
    wallet,
  }: {
    tee?: string | undefined
    wallet?: string | undefined
  } = {}): Promise<this> {
    await this.ok('init', '--skip-wallet')
    const keys = ['--unencrypted', '--keystoredir', 'local']
    const made = await (wallet
      ? this.ok('wallet', 'import', wallet, ...keys)
      : this.ok('wallet', 'create', ...keys))
    this.address = made.address as string
    await this.configure(tee)
    return this
  }

  /** Writes the way to the network into `chain.json`. */
  async configure(tee?: string): Promise<void> {
    const framework = tee && this.major === 8 ? ['--tee', tee] : []
    const way = ['--profile', this.#profile, '--sdk', String(this.major), '--dir', this.dir]
    const args = ['config', ...way, ...framework, '--state', this.#network.dir]
    const { code, stderr } = await cli(args)
    if (code !== 0) throw new Error(stderr)
  }

  /** Runs a command of the client with the project's wallet. */
  async run(args: readonly string[], options: ClientRun = {}): Promise<ClientAnswer> {
    const keys =
      NEEDS_NO_KEYS.test(args.join(' ')) || args.includes('--keystoredir')
        ? []
        : ['--keystoredir', 'local']
    const entry = this.#entry
    const answer = await iexec(this.major, this.dir, [...args, ...keys], { entry, ...options })
    record(this.major, args, answer.ok)
    return answer
  }

  /** Runs a command that has to succeed. */
  async ok(...args: string[]): Promise<ClientAnswer> {
    return expectOk(args, await this.run(args))
  }

  /** Runs a command that asks for a value on its standard input, and has to succeed. */
  async answer(input: string, ...args: string[]): Promise<ClientAnswer> {
    return expectOk(args, await this.run(args, { input }))
  }

  /** Runs a command that has to fail; the answer is what it said. */
  async fails(...args: string[]): Promise<string> {
    const answer = await this.run(args)
    if (answer.ok)
      throw new Error(`iexec ${args.join(' ')} did not fail: ${JSON.stringify(answer)}`)
    return answer.error!.message
  }

  /** Changes a JSON file of the project, `iexec.json` for one. */
  // biome-ignore lint/suspicious/noExplicitAny: a person edits whatever the file holds
  edit(file: string, change: (json: any) => void): void {
    const path = join(this.dir, file)
    const json = JSON.parse(readFileSync(path, 'utf8'))
    change(json)
    writeFileSync(path, JSON.stringify(json, null, 2))
  }

  [Symbol.dispose](): void {
    rmSync(this.dir, { recursive: true, force: true })
  }
}

/** The chain each client is used on, unless a project is led elsewhere. */
const PROFILES: Record<ClientMajor, ProfileName> = { 8: 'bellecour', 9: 'arbitrum-sepolia' }

/** Commands that use no wallet, and have no option for one. */
const NEEDS_NO_KEYS =
  /^(init|info|registry|orderbook \S+|category (init|show|count)|(app|dataset) check-secret|dataset encrypt|ens (resolve|lookup|get-owner)|order show)( |$)/

function expectOk(args: readonly string[], answer: ClientAnswer): ClientAnswer {
  if (!answer.ok) throw new Error(`iexec ${args.join(' ')}: ${answer.error?.message}`)
  return answer
}
